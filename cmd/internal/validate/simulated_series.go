package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/figures"
	"failsim/sim"
	"failsim/sim/portable"
)

// simulateBatchMeans makes series whose values depend on those before them,
// and has the tool estimate from each how much its mean varies. size counts
// values.
func simulateBatchMeans(c *oracle.Case, size int, key sim.Key) Estimates {
	phi, n, batches := c.Number("phi", "1"), c.Count("n_per_run", 1, mostRequests), c.Count("batches", 2, mostRequests)
	if !(phi > -1 && phi < 1) {
		oracle.Refuse("parameter phi of a series that is not stationary")
	}
	series, runs := make([]float64, n), max(2, size/n)
	means, estimates := make([]float64, runs), 0.0
	for i := range runs {
		draw := key.At(uint64(i))
		x := portable.NormalQuantile(draw.Float64(0)) / math.Sqrt(1-float64(phi*phi))
		for j := range series {
			series[j] = x
			x = float64(phi*x) + portable.NormalQuantile(draw.Float64(uint64(j+1)))
		}
		_, se := figures.BatchMeans(series, batches)
		estimates += se * se / float64(runs)
		means[i] = average(series)
	}
	_, se := meanAndError(means)
	truth := se * se * float64(runs)
	return Estimates{"var_of_mean": truth, "expected_batch_means_estimate": estimates}
}
