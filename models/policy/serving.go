package policy

import (
	"time"

	"failsim/sim"
)

// Missed is a request that the origin has failed, as a stand-in sees it that may serve it
// sees it.
type Missed struct {
	// Since is how long before that the user last had a right answer of the origin, All
	// how long before any user of the population had; negative if none is known.
	Since, All time.Duration
	// User and Request key what is true of the user, and of this request, for good.
	User, Request sim.Key
}

// Serving is the edge: it answers in the place of the origin, which has failed a
// request, or not within Wait. A design has a list; the first that serves decides.
type Serving interface {
	// Wait returns how long the origin has to answer, above 0.
	Wait() time.Duration
	// Serves reports whether it has an answer.
	Serves(m *Missed) bool
}
