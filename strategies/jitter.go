package strategies

import (
	"math"
	"time"

	"failsim/models/policy"
)

// jitter is of waits whose ceiling doubles (AWS Architecture Blog, Exponential
// Backoff and Jitter).
type jitter struct {
	kind      string
	base, cap float64 // nanoseconds
}

// wait returns how long to wait after an attempt, by a uniform draw.
func (b *jitter) wait(r *policy.Retry, u float64) time.Duration {
	ceiling := min(b.cap, math.Ldexp(b.base, r.Attempt-1))
	switch b.kind {
	case "none":
		return time.Duration(ceiling)
	case "decorrelated":
		last := max(b.base, float64(r.Waited))
		return time.Duration(min(b.cap, b.base+float64(u*(float64(3*last)-b.base))))
	}
	return time.Duration(u * ceiling)
}
