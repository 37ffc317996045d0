package figures

import "math"

// manyValues is how many each replication must hold at least for a quantile's
// standard error to come from the jackknife (assumption). One that leaves out
// single values is inconsistent for quantiles (Efron and Tibshirani 1993, ch.
// 11); one that leaves out groups is not, if a group is larger than the root of
// all (Shao and Wu 1989).
const manyValues = 200

// Pooled is the durations of all replications together, since each alone has
// fewer and the mean of their quantiles is off by more.
type Pooled struct {
	whole     Histogram
	parts     []*Histogram
	q         float64
	effective float64
}

func poolOf(parts []*Histogram, q float64) *Pooled {
	p := &Pooled{parts: parts, q: q}
	for _, h := range parts {
		p.whole.Merge(h)
	}
	p.effective = p.worth()
	return p
}

// Share returns which quantile it is.
func (p *Pooled) Share() float64 { return p.q }

// At returns any quantile of all, in seconds; NaN of none.
func (p *Pooled) At(q float64) float64 { return Seconds(p.whole.Quantile(q)) }

// Values returns how many there are.
func (p *Pooled) Values() float64 { return float64(p.whole.Total()) }

// Effective returns of how many independent values the share below the quantile
// would vary as much as it does over replications (Kish 1965: their number over
// the design effect), at most as many as there are. Values of one replication
// share its draws, such as a queue that was long.
func (p *Pooled) Effective() float64 { return p.effective }

func (p *Pooled) worth() float64 {
	n := p.Values()
	if n == 0 {
		return 0
	}
	at := p.whole.Quantile(p.q)
	share := p.whole.below(at) / n
	squares := 0.0
	for _, h := range p.parts {
		d := h.below(at) - float64(share*float64(h.Total()))
		squares += float64(d * d)
	}
	if independent := n * share * (1 - share); squares > independent && independent > 0 {
		return n * independent / squares
	}
	return n
}

// error is a standard error: by the jackknife over replications that hold many
// values, else by how far a quantile moves when its share does by one standard
// error (Woodruff 1952).
func (p *Pooled) error() float64 {
	n := float64(len(p.parts))
	if p.whole.Total() == 0 || n < 2 {
		return math.NaN()
	}
	for _, h := range p.parts {
		if h.Total() < manyValues {
			off := math.Sqrt(p.q * (1 - p.q) / p.effective)
			return (p.At(min(1, p.q+off)) - p.At(max(0, p.q-off))) / 2
		}
	}
	var sum, squares float64
	for _, h := range p.parts {
		x := Seconds(p.whole.without(h, p.q))
		sum += x
		squares += float64(x * x)
	}
	return math.Sqrt(max(0, squares-sum*sum/n) * (n - 1) / n)
}
