package queue

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// Report is what one replication found.
type Report struct {
	WarmUp  time.Duration // what was left out
	Figures []Figure
	places  map[string]*tally
	batches map[string][2][]float64
	spreads map[int]spread // of figures that are quantiles, by their place
	ratios  map[int]ratio  // of figures that are ratios
	halves  []halves       // of what should be steady
	shared  map[string][]string
}

// Figure is one number of a report. Names are those of the theory's tables:
// see doc.go for what each means.
type Figure struct {
	Of    string // "station front", "group pool" or "stream web"
	Name  string
	Value float64 // NaN if there is none: nothing was counted, or Why
	// Why says why there can be no such number, such as a mean wait that is
	// infinite.
	Why string
	// Warning says what to mind about the number.
	Warning string
}

// spread is the durations that a quantile is of.
type spread struct {
	all *histogram
	q   float64
}

// ratio is what a figure divides.
type ratio struct {
	above, below float64
	trials       bool // independent ones, of which above are hits
}

// Tell adds a figure.
func (r *Report) Tell(of, name string, value float64) {
	r.Figures = append(r.Figures, Figure{Of: of, Name: name, Value: value})
}

// TellQuantile adds a quantile of durations, in seconds.
func (r *Report) TellQuantile(of, name string, h *Histogram, q float64) {
	if r.spreads == nil {
		r.spreads = map[int]spread{}
	}
	r.spreads[len(r.Figures)] = spread{h, q}
	r.Tell(of, name, seconds(h.quantile(q)))
}

// TellRatio adds a figure that is one sum over another. Over replications it is
// the sum of all over the sum of all: a replication that counted nothing below
// has no ratio, and yet its time above counts.
func (r *Report) TellRatio(of, name string, above, below float64) {
	r.tellRatio(of, name, ratio{above: above, below: below})
}

// TellTrials adds the share of independent trials that were hits.
func (r *Report) TellTrials(of, name string, hits, trials float64) {
	r.tellRatio(of, name, ratio{above: hits, below: trials, trials: true})
}

func (r *Report) tellRatio(of, name string, x ratio) {
	if r.ratios == nil {
		r.ratios = map[int]ratio{}
	}
	r.ratios[len(r.Figures)] = x
	value := math.NaN()
	if x.below > 0 {
		value = x.above / x.below
	}
	r.Tell(of, name, value)
}

// Withhold says of figures why they have no value.
func (r *Report) Withhold(of, why string, names ...string) {
	for i := range r.Figures {
		if f := &r.Figures[i]; f.Of == of && slices.Contains(names, f.Name) {
			f.Value, f.Why = math.NaN(), why
		}
	}
}

// figureOf names a figure of a system.
type figureOf struct{ of, name string }

// Value returns a figure's value; NaN if there is none.
func (r *Report) Value(of, name string) float64 {
	for _, f := range r.Figures {
		if f.Of == of && f.Name == name {
			return f.Value
		}
	}
	return math.NaN()
}

// Warn says of figures what to mind about them.
func (r *Report) Warn(of, what string, names ...string) {
	for i := range r.Figures {
		if f := &r.Figures[i]; f.Of == of && slices.Contains(names, f.Name) {
			f.Warning = what
		}
	}
}

// InSystem returns the share of time with each number in a station; of a
// group, that of an average member.
func (r *Report) InSystem(of string) []float64 {
	return r.shares(of, func(c cell) float64 { return c.time })
}

// Seen returns the share of arrivals that found each number in a station.
func (r *Report) Seen(of string) []float64 {
	return r.shares(of, func(c cell) float64 { return c.seen })
}

func (r *Report) shares(of string, part func(cell) float64) []float64 {
	t, ok := r.places[of]
	if !ok {
		return nil
	}
	sum, shares := 0.0, make([]float64, len(t.cells))
	for _, c := range t.cells {
		sum += part(c)
	}
	for i, c := range t.cells {
		shares[i] = part(c) / sum
	}
	return shares
}

// WaitQuantile returns the wait that a share q of those served did not exceed.
func (r *Report) WaitQuantile(of string, q float64) time.Duration {
	return r.quantile(of, q, func(t *tally) *histogram { return t.wait })
}

// SojournQuantile returns the time in the station that a share q of those
// served did not exceed.
func (r *Report) SojournQuantile(of string, q float64) time.Duration {
	return r.quantile(of, q, func(t *tally) *histogram { return t.sojourn })
}

func (r *Report) quantile(of string, q float64, pick func(*tally) *histogram) time.Duration {
	if t, ok := r.places[of]; ok && pick(t) != nil && pick(t).total > 0 {
		return time.Duration(pick(t).quantile(q))
	}
	return 0
}

// report turns what was counted into figures.
func (r *record) report() *Report {
	out := &Report{WarmUp: r.warmUp(), places: map[string]*tally{}, batches: map[string][2][]float64{}}
	groups := make([]*tally, len(r.spec.Groups))
	for i := range groups {
		groups[i] = &tally{}
	}
	for i := range r.stations {
		p := &r.spec.Stations[i]
		grouped := p.Group >= 0
		whole := &tally{}
		if !grouped {
			whole.wait, whole.sojourn = new(histogram), new(histogram)
		}
		for _, t := range r.stations[i][r.keep:] {
			whole.merge(t, !grouped)
		}
		if grouped {
			groups[p.Group].merge(whole, false)
		} else {
			r.batch(out, "station "+p.Name, i)
		}
		r.place(out, "station "+p.Name, whole, p.Servers < Unlimited, 1, []int{i})
		if p.Servers < Unlimited && !r.spec.steady() {
			r.crests[i].report(out, "station "+p.Name)
		}
	}
	for g, whole := range groups {
		p := &r.spec.Groups[g]
		whole.wait, whole.sojourn = new(histogram), new(histogram)
		for _, t := range r.stations[p.Members[0]][r.keep:] {
			whole.wait.merge(t.wait)
			whole.sojourn.merge(t.sojourn)
		}
		r.batch(out, "group "+p.Name, len(r.stations)+g)
		limited := true
		for _, m := range p.Members {
			limited = limited && r.spec.Stations[m].Servers < Unlimited
		}
		r.place(out, "group "+p.Name, whole, limited, float64(len(p.Members)), p.Members)
		if r.rings[g].rings > 0 {
			r.rings[g].report(out, "group "+p.Name)
		}
	}
	for i := range r.caches {
		r.caches[i].report(out, "cache "+r.spec.Caches[i].Name, r.spec.Observe)
	}
	for i := range r.streams {
		whole := &streamTally{wait: new(histogram), latency: new(histogram)}
		for _, t := range r.streams[i][r.keep:] {
			whole.merge(t)
		}
		r.stream(out, "stream "+r.spec.Streams[i].Name, whole)
		if r.spec.Cycles > 1 {
			r.cycles[i].report(out, "stream "+r.spec.Streams[i].Name)
		}
	}
	r.halve(out)
	r.qualify(out)
	return out
}

// qualify takes back numbers that do not exist, and warns of others.
func (r *record) qualify(out *Report) {
	for i := range out.Figures {
		f := &out.Figures[i]
		key := figureOf{f.Of, f.Name}
		f.Warning = r.spec.warnings[key]
		if f.Why = r.spec.unanswerable[key]; f.Why != "" {
			f.Value = math.NaN()
		}
	}
}

// seconds turns nanoseconds into seconds.
func seconds(ns float64) float64 { return ns / float64(time.Second) }

// at names a figure of an instant, in seconds.
func at(name string, t time.Duration) string {
	return name + "_at_" + strconv.FormatFloat(t.Seconds(), 'f', -1, 64) + "s"
}
