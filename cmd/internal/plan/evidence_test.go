package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/results/statistics"
)

// Who reads that a share of runs may be up to 39 %, and beside it that the chance to
// reach 95 % is below 1 %, has to find both to say the same.
func TestAnIntervalReachesItsBoundWhereTheChanceLeavesItOpen(t *testing.T) {
	for n := 1; n <= 80; n++ {
		for good := range n + 1 {
			for _, bound := range []float64{0.5, 0.9, 0.95, 0.99} {
				f := Finding{Value: float64(good) / float64(n), Bound: bound, N: n}
				f.ofShare(float64(n))
				assert.Equal(t, f.Low > bound, f.P > 0.975 && f.Low > 0, "%d of %d at %v: %+v", good, n, bound, f)
				assert.Equal(t, f.High < bound, f.P < 0.025 && f.High < 1, "%d of %d at %v: %+v", good, n, bound, f)
			}
		}
	}
}

// Six runs of which none recovered, taken as they come, count as six; drawn by strata
// that gave the common branch two, as fewer.
func TestRunsThatAllShowTheSameCountAsTheBoundOnTheUnseenSays(t *testing.T) {
	zeros := []float64{0, 0, 0, 0, 0, 0}
	alone := statistics.EstimateMean(zeros, statistics.Shares)
	assert.InDelta(t, 6, worth(&alone), 1e-9)
	drawn := statistics.Values{X: [][]float64{zeros[:2], zeros[2:]}, Weight: []float64{0.9, 0.1}}
	strata := drawn.Estimate(statistics.Shares)
	n := worth(&strata)
	assert.Greater(t, n, 2.0)
	assert.Less(t, n, 3.0)
}
