package results

import "failsim/results/statistics"

// values sorts one value a run by stratum.
func (s strata) values(x []float64) statistics.Values {
	v := s.sorted(x)
	if s.gated() {
		sums := newSums()
		sums.add(0, s, x, 1)
		whole := sums.values()
		v.Whole = &whole
	}
	return v
}

// EstimateDrawn estimates the mean of a figure from one value for each run that
// was drawn; class says which cells cannot differ.
func EstimateDrawn(d *Drawn, class []int, x []float64, r statistics.Range) statistics.Estimate {
	return strata{d, class}.values(x).Estimate(r)
}

// ErrorAgainst is Sample.ErrorAgainst of one value for each run that was drawn.
func ErrorAgainst(d *Drawn, class []int, x []float64, n int) float64 {
	return strata{d, class}.errorAgainst(n, x)
}

func (s strata) errorAgainst(n int, x []float64) float64 {
	v := s.values(x)
	m, plain := v.Moments(), 0.0
	for h, x := range v.X {
		for _, y := range x {
			d := y - m.Mean
			plain += v.Weight[h] * (d * d) / float64(len(x))
		}
	}
	if m.Variance == 0 {
		return 0
	}
	return m.Variance / plain * float64(n)
}
