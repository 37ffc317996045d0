package statistics

import (
	"sort"

	"failsim/sim/portable"
)

// FewestForP99 is how many values it takes for an order statistic below and one
// above the 99th per cent with 95 % confidence.
const FewestForP99 = 368

// Quantiles are those of one value a replication, each with its interval, and
// only where there are enough values for one: 6 for the median, 72 for the
// 95th per cent, 368 for the 99th. A value of +Inf stands for one that is only
// known to be larger than all others: a recovery that the run did not see.
type Quantiles struct {
	P50     Number    `json:"p50"`
	P50CI95 *Interval `json:"p50_ci95"`
	P95     *Number   `json:"p95,omitempty"`
	P95CI95 *Interval `json:"p95_ci95,omitempty"`
	P99     *Number   `json:"p99,omitempty"`
	P99CI95 *Interval `json:"p99_ci95,omitempty"`
	N       int       `json:"n"`
	Method  Method    `json:"interval,omitempty"` // of all intervals that there are
}

// EstimateQuantiles computes them; NaN values stand for replications that have
// none. A median is printed of any number of values, without an interval if
// there are too few.
func EstimateQuantiles(x []float64) Quantiles { return Alone(x).Quantiles() }

// Quantiles computes them over strata. Where only some runs have a value, the
// strata weigh by how many of theirs do.
func (v Values) Quantiles() Quantiles {
	o := v.ordered()
	q := Quantiles{P50: Number(o.quantile(0.5)), P50CI95: o.interval(0.5), N: len(o.x)}
	if q.P50CI95 != nil {
		q.Method = Order
	}
	if ci := o.interval(0.95); ci != nil {
		x := Number(o.quantile(0.95))
		q.P95, q.P95CI95 = &x, ci
	}
	if ci := o.interval(0.99); ci != nil {
		x := Number(o.quantile(0.99))
		q.P99, q.P99CI95 = &x, ci
	}
	return q
}

// ordered are values in order, each with its stratum.
type ordered struct {
	of      *Values
	x       []float64
	stratum []int
}

func (v *Values) ordered() ordered {
	o := ordered{of: v}
	for h, x := range v.X {
		for _, y := range x {
			o.x, o.stratum = append(o.x, y), append(o.stratum, h)
		}
	}
	sort.Stable(&o)
	return o
}

// Len, Less and Swap implement sort.Interface.
func (o *ordered) Len() int           { return len(o.x) }
func (o *ordered) Less(i, j int) bool { return o.x[i] < o.x[j] }
func (o *ordered) Swap(i, j int) {
	o.x[i], o.x[j] = o.x[j], o.x[i]
	o.stratum[i], o.stratum[j] = o.stratum[j], o.stratum[i]
}

// quantile is quantileOf; over strata, whose values weigh differently, the first
// value up to which the weights reach p.
func (o *ordered) quantile(p float64) float64 {
	if len(o.of.X) == 1 || len(o.x) == 0 {
		return QuantileOf(o.x, p)
	}
	reached := 0.0
	for i, h := range o.stratum {
		if reached += o.of.Weight[h] / float64(len(o.of.X[h])); reached >= p-hair {
			return o.x[i]
		}
	}
	return o.x[len(o.x)-1]
}

// interval returns the two values between which a quantile lies (Woodruff
// 1952): those at which the interval of the share of values up to them leaves
// it. Of one stratum these are the order statistics of QuantileRanks. nil if
// there are too few values.
func (o *ordered) interval(p float64) *Interval {
	n := len(o.x)
	if o.of.Unseen > 0 || n == 0 {
		return nil
	}
	hits := make([][]float64, n+1) // of the first i values, by stratum
	hits[0] = make([]float64, len(o.of.X))
	for i, h := range o.stratum {
		hits[i+1] = append([]float64(nil), hits[i]...)
		hits[i+1][h]++
	}
	low := sort.Search(n+1, func(i int) bool { return o.of.share(hits[i], true) > p+hair }) - 1
	high := sort.Search(n+1, func(i int) bool { return o.of.share(hits[i], false) >= p-hair })
	if low < 0 || high > n {
		return nil
	}
	return &Interval{Number(o.x[low]), Number(o.x[high-1])}
}

// share returns one end of the interval of a share, from the hits of each stratum.
func (v *Values) share(hits []float64, upper bool) float64 {
	means := make([]float64, len(hits))
	for h, x := range v.X {
		if len(x) > 0 {
			means[h] = hits[h] / float64(len(x))
		}
	}
	low, _, high := v.shareInterval(means)
	if upper {
		return high
	}
	return low
}

// QuantileRanks returns which of n sorted values, from 1, hold the p-quantile
// with at most 2.5 % beyond either end, whatever the distribution: the number of
// values below a quantile is binomial. Not ok if there are too few values.
func QuantileRanks(n int, p float64) (low, high int, ok bool) {
	if float64(n)*portable.Log(p) > portable.Log(0.025) || float64(n)*portable.Log1p(-p) > portable.Log(0.025) {
		return 0, 0, false
	}
	below := func(k int) float64 { return portable.BinomialCDF(float64(n), p, float64(k)) }
	// The k-th smallest lies above the quantile with P(fewer than k below it).
	low = sort.Search(n, func(k int) bool { return below(k) > 0.025 })
	high = sort.Search(n, func(k int) bool { return below(k) >= 0.975 })
	return low, high + 1, true
}

// QuantileOf interpolates between order statistics (Hyndman and Fan 1996,
// type 7, the default of R and NumPy). Sorted input; NaN of none.
func QuantileOf(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return nan
	}
	h := float64(p * float64(len(sorted)-1))
	i := int(h)
	if i+1 >= len(sorted) || h == float64(i) {
		return sorted[i]
	}
	return sorted[i] + float64((h-float64(i))*(sorted[i+1]-sorted[i]))
}
