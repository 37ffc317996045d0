package distribution

import (
	"fmt"
	"time"

	"failsim/models/file"
	"failsim/sim/portable"
)

// Exponential is a duration without memory: however long it has lasted, what
// is still to come is the same.
type Exponential struct {
	mean  time.Duration
	minus float64 // the mean in nanoseconds, negated: one product a draw
}

// NewExponential returns the exponential distribution of a mean longer than 0.
func NewExponential(mean time.Duration) (Exponential, error) {
	return Exponential{mean, -float64(mean)}, positive("mean", mean)
}

// Quantile implements Distribution.
func (l Exponential) Quantile(u float64) time.Duration {
	return nanoseconds(portable.Log1p(-u) * l.minus)
}

// Mean implements Distribution.
func (l Exponential) Mean() (time.Duration, bool) { return l.mean, true }

// String implements Distribution.
func (l Exponential) String() string {
	return fmt.Sprintf("{exponential: {mean: %s}}", file.FormatDuration(l.mean))
}
