package results

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat"

	"failsim/results/statistics"
	"failsim/sim"
)

var testKey = sim.NewKey(1, 0).Named("test")

func TestComparisonOfPairs(t *testing.T) {
	a, b := []float64{5, 7, 9, 4, nan}, []float64{4, 5, 9, 5, 1}
	p := Compare(a, b, true)
	assert.Equal(t, 4, p.N)
	assert.InDelta(t, 0.5, float64(p.MeanDifference), 1e-12)
	assert.Equal(t, statistics.Number(2.5/4), p.PABetter, "two wins and a tie of four")
	assert.Equal(t, 1, p.Ties)
	assert.Equal(t, statistics.Number(1.5/4), Compare(a, b, false).PABetter)
	x, y, d := []float64{5, 7, 9, 4}, []float64{4, 5, 9, 5}, []float64{1, 2, 0, -1}
	assert.InDelta(t, (stat.Variance(x, nil)+stat.Variance(y, nil))/stat.Variance(d, nil), float64(p.VarianceReduction), 1e-12)
}

// Exponentials of means 1 and 1.25 by inversion of the same draws: pairing
// divides the variance of the difference by 41.
func TestVarianceReductionOfCommonDraws(t *testing.T) {
	a, b := make([]float64, 20_000), make([]float64, 20_000)
	for i := range a {
		e := -math.Log(testKey.Float64(uint64(i)))
		a[i], b[i] = e, 1.25*e
	}
	p := Compare(a, b, false)
	assert.InDelta(t, 41, float64(p.VarianceReduction), 1e-6)
	assert.Equal(t, statistics.Number(1), p.PABetter)
}
