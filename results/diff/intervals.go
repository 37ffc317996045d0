package diff

import (
	"math"

	"failsim/results/statistics"
	"failsim/results/stored"
	"failsim/sim/portable"
)

// byIntervals compares means and shares of which only the interval is known.
func byIntervals(a, b *stored.Result, k stored.Key) []Row {
	var list []Row
	pairs(a, b, k, func(f, g *stored.Figure) {
		if f.Exact || g.Exact || f.IsTime() || math.IsNaN(f.Value) || math.IsNaN(g.Value) {
			return
		}
		row := row(k, f, g)
		row.How, row.Difference = Intervals, statistics.Number(g.Value-f.Value)
		switch {
		case *f == *g && a.Summary.Fingerprint == b.Summary.Fingerprint:
			row.Verdict = Same
		case f.Estimated && g.Estimated:
			low, high, p := mover(f, g)
			row.CI95, row.p = &statistics.Interval{statistics.Number(low), statistics.Number(high)}, p
		default:
			row.Warning = f.Why
		}
		list = append(list, row)
	})
	return list
}

// mover returns the interval of a difference of two independent estimates from
// the intervals of each, and about which p-value goes with it: as if its half on
// the side of 0 were of a normal distribution.
func mover(f, g *stored.Figure) (low, high, p float64) {
	d := g.Value - f.Value
	below, above := portable.Hypot(g.Value-g.Low, f.High-f.Value), portable.Hypot(g.High-g.Value, f.Value-f.Low)
	half := below
	if d < 0 {
		half = above
	}
	if half == 0 {
		return d - below, d + above, nan
	}
	return d - below, d + above, portable.Erfc(1.959963984540054 * math.Abs(d) / half / math.Sqrt2)
}
