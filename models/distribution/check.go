package distribution

import (
	"fmt"
	"math"
	"time"

	"failsim/models/file"
)

// nanoseconds rounds to a duration; what does not fit saturates.
func nanoseconds(ns float64) time.Duration {
	if ns >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(float64(ns) + 0.5)
}

// meanOf reports a mean in nanoseconds; one that no duration can hold counts
// as infinite.
func meanOf(ns float64) (time.Duration, bool) {
	return nanoseconds(ns), ns < math.MaxInt64
}

func positive(name string, d time.Duration) error {
	if d <= 0 {
		return fmt.Errorf("%s must be longer than 0s, not %s", name, file.FormatDuration(d))
	}
	return nil
}

// number checks that low < x <= high; NaN is refused.
func number(name string, x, low, high float64) error {
	if x > low && x <= high {
		return nil
	}
	return fmt.Errorf("%s must be above %s and at most %s, not %s",
		name, formatNumber(low), formatNumber(high), formatNumber(x))
}

// first returns the first error that is not nil.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
