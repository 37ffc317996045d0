package results

import (
	"math"
	"slices"

	"failsim/results/statistics"
)

// errorStopped names the stratum of runs in which a design's gates stop the operator error.
const errorStopped = "the gates stop the operator error"

// errorWasStopped is what older results call it.
const errorWasStopped = "the gates stop the slip"

// DrawnOf tells from rows of replications.csv how their runs were drawn: by the
// replication, the stratum and the weight of each.
func DrawnOf(replications []int, strata []string, weights []float64) *Drawn {
	d := &Drawn{}
	at := map[string]int{}
	for k, name := range strata {
		c, ok := at[name]
		if !ok {
			c = len(d.Cells)
			at[name] = c
			d.Cells = append(d.Cells, Cell{Name: name, Stopped: name == errorStopped || name == errorWasStopped})
		}
		d.Cells[c].Probability += weights[k]
		d.Runs = append(d.Runs, DrawnRun{replications[k], c})
	}
	return d
}

// each has every cell be a stratum.
func (d *Drawn) each() strata {
	s := strata{Drawn: d}
	for c := range d.Cells {
		s.class = append(s.class, c)
	}
	return s
}

// MeanDrawn is the mean of a figure over strata, from one value a run.
func MeanDrawn(d *Drawn, x []float64) float64 {
	v := d.each().values(x)
	if v.N() == 0 {
		return nan
	}
	return v.Moments().Mean
}

// Change is by how much the mean of a figure differs between two results: after
// less before.
type Change struct {
	statistics.Estimate
	P      float64 // that it is 0; NaN where that cannot be told, or nothing varies
	Paired bool
}

// ChangePaired compares two results replication by replication. Replications
// that only one of them has a value of are left out.
func ChangePaired(d *Drawn, x []float64, e *Drawn, y []float64) Change {
	s, t := d.each(), e.each()
	x, y = s.drop(x, t, y), t.drop(y, s, x)
	sum := newSums()
	sum.add(0, s, x, -1)
	sum.add(1, t, y, 1)
	v := sum.values()
	m := v.Moments()
	return Change{v.Estimate(statistics.Anything), m.BeyondZero(&v), true}
}

// ChangeApart compares two results whose runs have nothing to do with each other:
// the moments of their means add up.
func ChangeApart(d *Drawn, x []float64, e *Drawn, y []float64) Change {
	before, after := d.each().values(x), e.each().values(y)
	a, b := before.Moments(), after.Moments()
	c := Change{Estimate: statistics.Estimate{Mean: statistics.Number(b.Mean - a.Mean), N: min(before.N(), after.N())}, P: nan}
	if c.N == 0 {
		c.Mean = statistics.Number(nan)
		return c
	}
	both := statistics.Values{Weight: slices.Concat(before.Weight, after.Weight), X: slices.Concat(before.X, after.X)}
	m := statistics.Stratified{Mean: b.Mean - a.Mean, Variance: a.Variance + b.Variance, Third: b.Third - a.Third}
	if a.Freedom > 0 && b.Freedom > 0 {
		m.Freedom = a.Freedom + b.Freedom
		if m.Variance > 0 {
			m.Freedom = m.Variance * m.Variance / (a.Variance*a.Variance/a.Freedom + b.Variance*b.Variance/b.Freedom)
		}
	}
	if c.N < statistics.FewestSkewed {
		c.Warning = statistics.TooFew
		return c
	}
	low, high, method, why := m.Interval(true, &both)
	if c.Warning = why; why == "" {
		c.CI95, c.Method = statistics.Anything.Clip(low, high), method
		c.P = float64(m.BeyondZero(&both))
	}
	if m.Variance == 0 && math.IsNaN(c.P) { // neither varies
		c.CI95, c.Method, c.Warning = statistics.Anything.Clip(m.Mean, m.Mean), statistics.StudentT, ""
	}
	return c
}

// Holm adjusts p-values so that the chance of any false verdict among them is at
// most that of one (Holm 1979). Those that are NaN stay so and do not count.
func Holm(p []float64) []float64 {
	list := make([]*Paired, len(p))
	for i := range p {
		list[i] = &Paired{P: statistics.Number(p[i]), PHolm: statistics.Number(nan)}
	}
	holm(list)
	adjusted := make([]float64, len(p))
	for i := range p {
		adjusted[i] = float64(list[i].PHolm)
	}
	return adjusted
}
