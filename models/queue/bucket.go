package queue

import (
	"time"

	"failsim/sim"
)

// Bucket bounds what a station takes: each arrival costs a token, tokens come
// at a rate, and at most so many are kept. It is full at the beginning.
type Bucket struct {
	PerSecond float64 // 0: no bound
	Burst     int
}

// tokenBucket is one of a run.
type tokenBucket struct {
	tokens float64
	last   sim.Time
}

// spill is what rounding may take off a token.
const spill = 1e-9

// take pays for an arrival; false: there is no token.
func (b *tokenBucket) take(now sim.Time, limit Bucket) bool {
	b.tokens = min(float64(limit.Burst), b.tokens+limit.PerSecond*float64(now.Sub(b.last))/float64(time.Second))
	b.last = now
	if b.tokens < 1-spill {
		return false
	}
	b.tokens--
	return true
}
