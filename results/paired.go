package results

import (
	"gonum.org/v1/gonum/stat"

	"failsim/sim"
)

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
func Compare(a, b []float64, higherIsBetter bool, key sim.Key) Paired {
	var x, y, differences []float64
	better, ties := 0.0, 0
	for k := range a {
		d := a[k] - b[k]
		if d != d {
			continue
		}
		x, y, differences = append(x, a[k]), append(y, b[k]), append(differences, d)
		switch {
		case d == 0:
			better, ties = better+0.5, ties+1
		case d > 0 == higherIsBetter:
			better++
		}
	}
	e := EstimateMean(differences, Anything, key)
	p := EstimateProportion(better, len(differences))
	result := Paired{
		MeanDifference: e.Mean, CI95: e.CI95, Method: e.Method, Warning: e.Warning, N: e.N,
		PABetter: p.Share, PABetterCI95: p.CI95, Ties: ties, HigherIsBetter: higherIsBetter,
		VarianceReduction: Number(nan),
	}
	if len(differences) > 1 {
		result.VarianceReduction = Number((stat.Variance(x, nil) + stat.Variance(y, nil)) / stat.Variance(differences, nil))
	}
	return result
}
