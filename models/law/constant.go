package law

import (
	"fmt"
	"time"
)

// Constant is a duration that does not vary.
type Constant time.Duration

// NewConstant returns the law of a fixed duration, 0 or longer.
func NewConstant(d time.Duration) (Constant, error) {
	if d < 0 {
		return 0, fmt.Errorf("a duration must not be negative, as %s is", FormatDuration(d))
	}
	return Constant(d), nil
}

// Quantile implements Law.
func (c Constant) Quantile(float64) time.Duration { return time.Duration(c) }

// Mean implements Law.
func (c Constant) Mean() (time.Duration, bool) { return time.Duration(c), true }

// String implements Law.
func (c Constant) String() string { return FormatDuration(time.Duration(c)) }
