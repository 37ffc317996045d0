package caller

import (
	"failsim/models/request"
	"failsim/sim"
)

// queues has an attempt wait at its target, where it is in a queue, or tried by a
// backend that will fail it, which will be made up for. It returns false where the
// caller hangs up before that is over: then nothing is ever answered.
func (c *Caller) queues(now sim.Time, slot int32, what *Answer) bool {
	a := &c.attempts[slot]
	if what.At == sim.Never && what.Backend >= 0 {
		c.stand(now, slot, what)
		return true
	}
	a.backend, a.cause, a.log = none, what.Cause, failure // if nothing else comes of it
	if what.Cause == request.NameNotResolved {
		a.log = nothing
	}
	if what.At == sim.Never {
		a.answered, a.finish, a.work = false, sim.Never, 0
		c.schedule(a.patient, slot, a, learn)
		return true
	}
	if what.At >= a.patient {
		what.Silent = true
		if what.Backend >= 0 {
			what.At = what.Start
		}
		return false
	}
	if what.Backend >= 0 {
		a.backend, a.work, a.finish, a.closes, a.wasted = what.Backend, what.Work, what.Start, what.Start, what.Wasted
		a.Target.Open(a.backend, a.closes, a.late)
	}
	c.schedule(what.At, slot, a, resume)
	return true
}
