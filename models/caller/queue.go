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

// resume goes on with an attempt that has waited in its target's queue.
func (c *Caller) resume(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	if a.backend >= 0 { // a try has failed
		k.given += int64(a.work)
		if a.wasted {
			c.sink.Wasted(k.Population, int64(a.work))
		}
	}
	a.backend, a.work, a.wasted = none, 0, false
	what, waited := c.reach(now, a, k, true), a.cause
	if what.Queued && c.queues(now, slot, &what) {
		return
	}
	at := c.await(now, a, &what)
	if a.cause == request.TimedOutInSurgeQueue {
		a.cause = waited // the queue is what it is for
	}
	c.schedule(at, slot, a, learn)
}

// Next implements Waiting. Who has hung up by then is forwarded no more.
func (c *Caller) Next(now sim.Time, t Ticket) {
	if a := &c.attempts[t.slot]; a.hop.Ticket == t && a.out && a.finish == sim.Never && now < a.patient {
		c.resume(now, t.slot)
	}
}
