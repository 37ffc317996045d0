package balancer

import (
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// An Answer is what becomes of one attempt at an LB, with its Fate and its Times.
type (
	Answer = caller.Answer
	Fate   = caller.Fate
	Times  = caller.Times
)

// undrawn stands for work that has yet to be drawn. It is no work at all, so that
// work of that length would be drawn again, to the same effect.
const undrawn time.Duration = 0

// lost is what becomes of an attempt that nothing answers, refused that of one
// which is answered with an error at once.
func lost(cause request.Cause) Answer {
	return Answer{Fate: Fate{Cause: cause, Silent: true}, Backend: -1}
}
func refused(now sim.Time, cause request.Cause) Answer {
	return Answer{Fate: Fate{Cause: cause}, Backend: -1, Times: Times{At: now}}
}

const none = ^id.Member(0) // is no backend
