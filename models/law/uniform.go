package law

import (
	"fmt"
	"time"
)

// Uniform is a duration that lies anywhere between two bounds.
type Uniform struct {
	low, high time.Duration
}

// NewUniform returns the uniform law on [low, high], where 0 <= low <= high.
func NewUniform(low, high time.Duration) (Uniform, error) {
	if low < 0 || high < low {
		return Uniform{}, fmt.Errorf("low and high must be in order and not negative, not %s and %s",
			FormatDuration(low), FormatDuration(high))
	}
	return Uniform{low, high}, nil
}

// Quantile implements Law.
func (l Uniform) Quantile(u float64) time.Duration {
	span := l.high - l.low
	return l.low + min(span, nanoseconds(u*float64(span)))
}

// Mean implements Law.
func (l Uniform) Mean() (time.Duration, bool) { return l.low + (l.high-l.low)/2, true }

// String implements Law.
func (l Uniform) String() string {
	return fmt.Sprintf("{uniform: {low: %s, high: %s}}", FormatDuration(l.low), FormatDuration(l.high))
}
