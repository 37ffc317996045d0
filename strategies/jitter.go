package strategies

import (
	"math"
	"time"

	"failsim/models/policy"
)

// wait is how long a backoff waits, by a uniform draw (AWS Architecture Blog,
// Exponential Backoff and Jitter).
func (b *backoff) wait(r *policy.Retry, u float64) time.Duration {
	ceiling := min(b.cap, math.Ldexp(b.base, r.Attempt-1))
	switch b.jitter {
	case "none":
		return time.Duration(ceiling)
	case "decorrelated":
		last := max(b.base, float64(r.Waited))
		return time.Duration(min(b.cap, b.base+u*(3*last-b.base)))
	}
	return time.Duration(u * ceiling)
}
