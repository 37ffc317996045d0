package distribution

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/distuv"
)

// Held against gonum's cumulative distribution: a quantile n has P(N < n) < u <= P(N <= n).
func TestCountsAreQuantilesOfAPoissonNumber(t *testing.T) {
	for _, mean := range []float64{0.01, 1, 3.7, 40, 699} {
		of := distuv.Poisson{Lambda: mean}
		for _, u := range []float64{1e-6, 0.01, 0.3, 0.5, 0.9, 0.999, 1 - 1e-6} {
			n := PoissonCount(mean, u)
			assert.GreaterOrEqual(t, of.CDF(n)+1e-9, u, "mean %g, u %g: %g", mean, u, n)
			if n > 0 {
				assert.Less(t, of.CDF(n-1)-1e-9, u, "mean %g, u %g: %g", mean, u, n)
			}
		}
	}
	for _, mean := range []float64{701, 1e4, 1e7} {
		of := distuv.Poisson{Lambda: mean}
		for _, u := range []float64{1e-6, 0.01, 0.3, 0.5, 0.9, 0.999, 1 - 1e-6} {
			n, slack := PoissonCount(mean, u), 1+0.01*math.Sqrt(mean)
			assert.Less(t, of.CDF(n-slack), u, "mean %g, u %g", mean, u)
			assert.Greater(t, of.CDF(n+slack), u, "mean %g, u %g", mean, u)
		}
	}
	assert.Zero(t, PoissonCount(0, 0.5))
}
