package results

// Paired compares two designs that met the same users and the same faults,
// replication by replication.
type Paired struct {
	A              string    `json:"a"`
	B              string    `json:"b"`
	Metric         string    `json:"metric"`
	MeanDifference Number    `json:"mean_difference"` // A minus B
	CI95           *Interval `json:"ci95"`
	PABetter       Number    `json:"p_a_better"` // a tie counts half
	PABetterCI95   *Interval `json:"p_a_better_ci95"`
	Ties           int       `json:"ties"`
	N              int       `json:"n"`
	HigherIsBetter bool      `json:"higher_is_better"`
	// VarianceReduction is what pairing bought: how many times more
	// replications independent runs would need for the same interval. Null if
	// the difference does not vary.
	VarianceReduction Number  `json:"variance_reduction"`
	Method            Method  `json:"interval,omitempty"`
	Warning           Warning `json:"warning,omitempty"`
	Restricted        bool    `json:"restricted"` // a censored value counts as if it had ended with the run
}

// Compare compares the values of two designs by replication. Replications of
// which either has no value (NaN) are left out.
func Compare(a, b []float64, higherIsBetter bool) Paired {
	return strata{plainly(len(a)), []int{0}}.compare(a, b, higherIsBetter)
}

// compare compares them over strata. The difference of two skewed figures is
// less skewed than they are, or to either side, so its interval is Student's.
func (s strata) compare(a, b []float64, higherIsBetter bool) Paired {
	differences, better := make([]float64, len(a)), make([]float64, len(a))
	x, y := append([]float64(nil), a...), append([]float64(nil), b...)
	ties := 0
	for k := range a {
		d := a[k] - b[k]
		differences[k] = d
		switch {
		case d != d:
			better[k], x[k], y[k] = nan, nan, nan
		case d == 0:
			better[k], ties = 0.5, ties+1
		case d > 0 == higherIsBetter:
			better[k] = 1
		}
	}
	v := s.values(differences)
	e, p := v.estimate(Anything), s.values(better).proportion()
	result := Paired{
		MeanDifference: e.Mean, CI95: e.CI95, Method: e.Method, Warning: e.Warning, N: e.N,
		PABetter: p.Share, PABetterCI95: p.CI95, Ties: ties, HigherIsBetter: higherIsBetter,
		VarianceReduction: Number(nan),
	}
	of := func(z []float64) float64 { w := s.values(z); return w.moments().variance }
	if paired := v.moments().variance; paired > 0 {
		result.VarianceReduction = Number((of(x) + of(y)) / paired)
	}
	return result
}
