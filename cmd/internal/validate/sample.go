package validate

import (
	"math"

	"failsim/results/statistics"
)

// sample is an estimate over replications and its standard error.
type sample struct {
	mean, se float64
	n        int // replications that have a value
}

// sampleOf is that of one value a replication.
func sampleOf(values []float64) sample {
	mean, se := meanAndError(values)
	return sample{mean, se, len(values)}
}

// meanAndError returns the mean of values and its standard error, 0 of one.
func meanAndError(x []float64) (mean, se float64) {
	mean, sd, _ := statistics.StudentInterval(x, 0.95)
	if len(x) < 2 {
		return mean, 0
	}
	return mean, sd / math.Sqrt(float64(len(x)))
}

// measured is what the replications of a case showed.
type measured struct {
	estimates map[string]sample
	omitted   map[string]string // metrics that are not measured, and why
	fixed     bool
	size      int
}

// Replications and Seed are those of the pass rule; they are never chosen.
const (
	Replications = 40
	Seed         = 1
)
