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
	s := strata{plainly(len(a)), []int{0}}
	return compare(s, s, a, b, higherIsBetter)
}

// compare compares two designs, each of which tells its own cells apart.
func compare(s, t strata, a, b []float64, higherIsBetter bool) Paired {
	both := s.together(t)
	difference, better := make([]float64, len(a)), make([]float64, len(a))
	ties := 0
	for k := range a {
		switch d := a[k] - b[k]; {
		case d != d:
			better[k] = nan
		case d == 0:
			better[k], ties = 0.5, ties+1
		case d > 0 == higherIsBetter:
			better[k] = 1
		}
	}
	x, y := drop(a, better), drop(b, better)
	u, w, n := s.weightsOf(x), t.weightsOf(y), both.counts(x)
	for k := range difference {
		difference[k] = x[k]*u[k] - y[k]*w[k]
	}
	v := values{unseen: both.values(x).unseen}
	for h, list := range both.values(difference).x {
		v.weight, v.x = append(v.weight, float64(n[h])), append(v.x, list)
	}
	e, p := v.estimate(Anything), both.values(better).proportion()
	result := Paired{
		MeanDifference: e.Mean, CI95: e.CI95, Method: e.Method, Warning: e.Warning, N: e.N,
		PABetter: p.Share, PABetterCI95: p.CI95, Ties: ties, HigherIsBetter: higherIsBetter,
		VarianceReduction: Number(nan),
	}
	of, than := s.values(x), t.values(y)
	if paired := v.moments().variance; paired > 0 {
		result.VarianceReduction = Number((of.moments().variance + than.moments().variance) / paired)
	}
	return result
}

// drop returns x without the values where another has none.
func drop(x, other []float64) []float64 {
	y := append([]float64(nil), x...)
	for k := range y {
		if other[k] != other[k] {
			y[k] = nan
		}
	}
	return y
}
