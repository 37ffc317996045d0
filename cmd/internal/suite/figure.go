package suite

import (
	"maps"
	"math"
	"slices"

	"failsim/results"
	"failsim/results/statistics"
)

// figure is one that statements are about.
type figure struct {
	unit   string
	paired bool
	of     func(d *results.DesignSummary) Value
}

// Value is a figure with its interval; Low and High are NaN if it has none.
type Value struct{ Mean, Low, High statistics.Number }

// figures are the words for them.
var figures = map[string]figure{
	"availability":      {"points", true, func(d *results.DesignSummary) Value { return estimate(&d.Availability, 100) }},
	"cost":              {"USD/h", true, func(d *results.DesignSummary) Value { return exactly(d.CostPerHour.Mean) }},
	"outage":            {"min of full outage", false, func(d *results.DesignSummary) Value { return estimate(&d.OutageMinutes, 1) }},
	"again-95":          {"min until 95 % are answered again", false, func(d *results.DesignSummary) Value { return median(&d.TimeTo95) }},
	"again-99":          {"min until 99 % are answered again", false, func(d *results.DesignSummary) Value { return median(&d.TimeTo99) }},
	"attempts":          {"attempts a request", false, func(d *results.DesignSummary) Value { return estimate(&d.Retries, 1) }},
	"lbs-misconfigured": {"% of the region's LBs at the peak", false, func(d *results.DesignSummary) Value { return estimate(&d.LBMisconfiguredPeak, 100) }},
	"gate-passes":       {"% of operator errors that pass the gate", false, func(d *results.DesignSummary) Value { return exactly(100 * d.ErrorPasses) }},
}

// Figures are the words for figures.
func Figures() []string { return slices.Sorted(maps.Keys(figures)) }

func exactly(x statistics.Number) Value { return Value{x, x, x} }

func estimate(e *statistics.Estimate, factor statistics.Number) Value {
	return interval(e.Mean, e.CI95, factor)
}

// median is that of the runs that were harmed, in minutes.
func median(q *statistics.Quantiles) Value {
	return interval(q.P50, q.P50CI95, statistics.Number(1.0/60))
}

func interval(mean statistics.Number, ci *statistics.Interval, factor statistics.Number) Value {
	v := Value{factor * mean, statistics.Number(math.NaN()), statistics.Number(math.NaN())}
	if ci != nil {
		v.Low, v.High = factor*ci[0], factor*ci[1]
	}
	return v
}

// valueOf is what a statement is about, in a study's summary.
func (s *Statement) valueOf(sum *results.IncidentSummary) Value {
	f := figures[s.Figure]
	of := func(name string) Value {
		i := slices.IndexFunc(sum.Designs, func(d results.DesignSummary) bool { return d.Name == name })
		return f.of(&sum.Designs[i])
	}
	switch {
	case s.Over == "":
		return of(s.Design)
	case s.Figure == "cost":
		return exactly(of(s.Design).Mean - of(s.Over).Mean)
	}
	for i := range sum.Paired {
		p := &sum.Paired[i]
		if p.Metric != s.Figure {
			continue
		}
		v := interval(p.MeanDifference, p.CI95, 100)
		if p.Same {
			v = exactly(0)
		}
		if p.A == s.Design && p.B == s.Over {
			return v
		}
		if p.B == s.Design && p.A == s.Over {
			return Value{-v.Mean, -v.High, -v.Low}
		}
	}
	panic("failsim: no comparison of " + s.Design + " and " + s.Over)
}

// judge says what becomes of a statement.
func (s *Statement) judge(v Value) Verdict {
	than := statistics.Number(s.Than)
	switch {
	case s.Above && v.Low > than, !s.Above && v.High < than:
		return Supported
	case s.Above && v.High <= than, !s.Above && v.Low >= than:
		return Refuted
	}
	return Undecided
}
