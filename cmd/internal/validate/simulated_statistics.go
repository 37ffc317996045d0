package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/distribution"
	"failsim/results/statistics"
	"failsim/sim"
	"failsim/sim/portable"
)

// simulateCoverage draws samples of a distribution whose mean is 1 and counts how many
// of the intervals that reports print hold it.
func simulateCoverage(c *oracle.Case, size int, key sim.Key) Estimates {
	n, confidence := c.Count("replications", 2, 10_000), c.Share("confidence")
	c.Skip("meta_runs")
	var draw func(u float64) float64
	switch name := c.Text("law"); name {
	case "normal":
		draw = func(u float64) float64 { return 1 + portable.NormalQuantile(u) }
	case "exponential":
		l := exponentialOf(1)
		draw = func(u float64) float64 { return l.Quantile(u).Seconds() }
	case "lognormal_cv2":
		l := distribution.Must(distribution.NewLognormalFromMean(sim.FromSeconds(1), 2))
		draw = func(u float64) float64 { return l.Quantile(u).Seconds() }
	default:
		oracle.Refuse("parameter distribution is %q", name)
	}
	sample := make([]float64, n)
	held := 0.0
	for i := range size {
		for j := range sample {
			sample[j] = draw(key.Float64(uint64(i*n + j)))
		}
		if mean, _, half := statistics.StudentInterval(sample, confidence); math.Abs(mean-1) <= half {
			held++
		}
	}
	return Estimates{"true_coverage": held / float64(size)}
}

// simulateCommonNumbers compares designs whose services have different means
// with the same draws, with others, and with the opposite ones.
func simulateCommonNumbers(c *oracle.Case, size int, key sim.Key) Estimates {
	a, b := exponentialOf(1/c.Positive("mean1", "s")), exponentialOf(1/c.Positive("mean2", "s"))
	other := key.Named("other design")
	common, apart := make([]float64, size), make([]float64, size)
	x, y, opposite := make([]float64, size), make([]float64, size), make([]float64, size)
	for i := range uint64(size) {
		u := key.Float64(i)
		x[i], y[i], opposite[i] = a.Quantile(u).Seconds(), b.Quantile(u).Seconds(), b.Quantile(1-u).Seconds()
		common[i], apart[i] = x[i]-y[i], x[i]-b.Quantile(other.Float64(i)).Seconds()
	}
	variance := func(v []float64) float64 {
		_, se := meanAndError(v)
		return se * se * float64(size)
	}
	product, mx, mo := 0.0, average(x), average(opposite)
	for i := range x {
		product += (x[i] - mx) * (opposite[i] - mo) / float64(size-1)
	}
	return Estimates{"var_difference_crn": variance(common), "var_difference_independent": variance(apart),
		"variance_reduction_factor": variance(apart) / variance(common), "correlation_antithetic": product / math.Sqrt(variance(x)*variance(opposite))}
}
