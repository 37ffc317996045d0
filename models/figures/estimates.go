package figures

import (
	"slices"
)

// Estimates returns every figure over replications of one system, in the
// order in which its reports tell them first.
func Estimates(reports []*Report) []Estimate {
	var order []Key
	places := map[Key][]int{} // in each report; -1: not told
	for k, r := range reports {
		for i, f := range r.Figures {
			key := Key{f.Of, f.Name}
			if places[key] == nil {
				order = append(order, key)
				places[key] = slices.Repeat([]int{-1}, len(reports))
			}
			places[key][k] = i
		}
	}
	list := make([]Estimate, len(order))
	for i, key := range order {
		list[i] = estimate(reports, key, places[key])
	}
	judgeSteadiness(reports, list)
	return list
}

// Find returns the estimate of a figure.
func Find(list []Estimate, of, name string) (Estimate, bool) {
	for _, e := range list {
		if e.Of == of && e.Name == name {
			return e, true
		}
	}
	return Estimate{}, false
}

// Over estimates any function of a report; replications without a value, NaN,
// do not count.
func Over(reports []*Report, value func(*Report) float64) Estimate {
	var e Estimate
	for _, r := range reports {
		e.Values = append(e.Values, value(r))
	}
	e.Mean, e.SE, e.Replications = overValues(e.Values)
	return e
}
