package distribution

import (
	"fmt"
	"time"

	"failsim/models/file"
)

// Uniform is a duration that lies anywhere between two bounds.
type Uniform struct {
	low, high time.Duration
}

// NewUniform returns the uniform distribution on [low, high], where 0 <= low <= high.
func NewUniform(low, high time.Duration) (Uniform, error) {
	if low < 0 || high < low {
		return Uniform{}, fmt.Errorf("low and high must be in order and not negative, not %s and %s",
			file.FormatDuration(low), file.FormatDuration(high))
	}
	return Uniform{low, high}, nil
}

// Quantile implements Distribution.
func (l Uniform) Quantile(u float64) time.Duration {
	span := l.high - l.low
	return l.low + min(span, nanoseconds(u*float64(span)))
}

// Mean implements Distribution.
func (l Uniform) Mean() (time.Duration, bool) { return l.low + (l.high-l.low)/2, true }

// String implements Distribution.
func (l Uniform) String() string {
	return fmt.Sprintf("{uniform: {low: %s, high: %s}}", file.FormatDuration(l.low), file.FormatDuration(l.high))
}
