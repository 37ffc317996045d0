package distribution

import (
	"fmt"
	"math"
	"time"

	"failsim/models/file"
	"failsim/sim/portable"
)

// Pareto is a duration with a heavy tail: P(T > t) = (low/t)^shape from low
// on. With shape 1 or less its mean is infinite.
type Pareto struct {
	low   time.Duration
	shape float64
}

// NewPareto returns the distribution with a lower bound longer than 0 and a shape in
// (0, 100].
func NewPareto(low time.Duration, shape float64) (Pareto, error) {
	return Pareto{low, shape}, first(positive("low", low), number("shape", shape, 0, 100))
}

// Quantile implements Distribution.
func (l Pareto) Quantile(u float64) time.Duration {
	return nanoseconds(float64(l.low) * portable.Exp(-portable.Log1p(-u)/l.shape))
}

// Mean implements Distribution.
func (l Pareto) Mean() (time.Duration, bool) {
	if l.shape <= 1 {
		return math.MaxInt64, false
	}
	return meanOf(float64(l.low) * l.shape / (l.shape - 1))
}

// String implements Distribution.
func (l Pareto) String() string {
	return fmt.Sprintf("{pareto: {low: %s, shape: %s}}", file.FormatDuration(l.low), formatNumber(l.shape))
}
