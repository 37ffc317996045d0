package distribution

import (
	"fmt"
	"time"

	"failsim/models/file"
	"failsim/sim/portable"
)

// Weibull is a time to failure: with shape below 1 the longer it has lasted
// the longer it will still last, with shape above 1 it wears out.
type Weibull struct {
	scale time.Duration
	shape float64
}

// NewWeibull returns the distribution with the given scale, its 63.2 % quantile,
// longer than 0, and a shape in (0, 100].
func NewWeibull(scale time.Duration, shape float64) (Weibull, error) {
	return Weibull{scale, shape}, first(positive("scale", scale), number("shape", shape, 0, 100))
}

// Quantile implements Distribution.
func (l Weibull) Quantile(u float64) time.Duration {
	return nanoseconds(float64(l.scale) * portable.Pow(-portable.Log1p(-u), 1/l.shape))
}

// Mean implements Distribution.
func (l Weibull) Mean() (time.Duration, bool) {
	return meanOf(float64(l.scale) * portable.Gamma(1+1/l.shape))
}

// String implements Distribution.
func (l Weibull) String() string {
	return fmt.Sprintf("{weibull: {scale: %s, shape: %s}}", file.FormatDuration(l.scale), formatNumber(l.shape))
}
