package figures

import (
	"cmp"
	"math"
	"slices"
)

// Estimate is a figure over replications.
type Estimate struct {
	Of, Name     string
	Mean         float64 // NaN if no replication has a value
	SE           float64 // standard error of Mean; NaN from fewer than two
	Replications int     // that have a value
	Why, Warning string  // as in Figure

	Values []float64 // one a replication, NaN where it has none
	Ratio  *Ratio    // nil unless the figure divides one sum by another
	Pooled *Pooled   // nil unless it is a quantile
}

// estimate is that of a figure that has a place in each report.
func estimate(reports []*Report, key Key, places []int) Estimate {
	e := Estimate{Of: key.Of, Name: key.Name}
	var ratios []ratio
	var all []*Histogram
	q := 0.0
	for k, r := range reports {
		value := math.NaN()
		if at := places[k]; at >= 0 {
			f := r.Figures[at]
			value = f.Value
			e.Why, e.Warning = cmp.Or(e.Why, f.Why), cmp.Or(e.Warning, f.Warning)
			if x, ok := r.ratios[at]; ok {
				ratios = append(ratios, x)
			}
			if s, ok := r.spreads[at]; ok {
				all, q = append(all, s.all), s.q
			}
		}
		e.Values = append(e.Values, value)
	}
	e.Mean, e.SE, e.Replications = overValues(e.Values)
	switch {
	case e.Why != "":
	case ratios != nil:
		e.Ratio = &Ratio{ratios}
		e.Mean, e.SE = e.Ratio.value(), e.Ratio.error()
	case all != nil:
		e.Pooled = poolOf(all, q)
		e.Mean, e.SE = e.Pooled.At(q), e.Pooled.error()
	}
	return e
}

func overValues(values []float64) (mean, se float64, n int) {
	known := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	mean, se = MeanAndError(known)
	return mean, se, len(known)
}
