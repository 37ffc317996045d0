package distribution

import (
	"fmt"
	"time"

	"failsim/models/file"
)

// Constant is a duration that does not vary.
type Constant time.Duration

// NewConstant returns the distribution of a fixed duration, 0 or longer.
func NewConstant(d time.Duration) (Constant, error) {
	if d < 0 {
		return 0, fmt.Errorf("a duration must not be negative, as %s is", file.FormatDuration(d))
	}
	return Constant(d), nil
}

// Quantile implements Distribution.
func (c Constant) Quantile(float64) time.Duration { return time.Duration(c) }

// Mean implements Distribution.
func (c Constant) Mean() (time.Duration, bool) { return time.Duration(c), true }

// String implements Distribution.
func (c Constant) String() string { return file.FormatDuration(time.Duration(c)) }
