package caller

import (
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// stand has an attempt wait at a backend until its target reports what becomes of it,
// or the caller hangs up: then it has cost no work so far.
func (c *Caller) stand(now sim.Time, slot int32, what *Answer) {
	a := &c.attempts[slot]
	a.waited = request.TimedOutInSurgeQueue
	if a.cause == request.CannotScale {
		a.waited = request.CannotScale
	}
	switch {
	case c.userGivesUp(a):
		a.cause = request.GaveUp
	case (what.Cause == request.TimedOutInQueue || what.Cause == request.ServiceDown) && now.Sub(a.sent) > a.patient.Sub(now): // it waits there, too, but less
		a.cause = a.waited
	default:
		a.cause = what.Cause
	}
	a.backend, a.work, a.wasted, a.log, a.answered = what.Backend, 0, false, failure, false
	a.finish, a.closes, a.entered = sim.Never, a.patient, now
	a.Target.Open(a.backend, a.closes, false)
	c.schedule(a.patient, slot, a, learn)
}

// Report implements Waiting: a server begins with an attempt, or it is sent away, after
// which its target may try it elsewhere. Where its caller has hung up meanwhile a
// server does not know, and works in vain.
func (c *Caller) Report(now sim.Time, t Ticket, what Answer) {
	slot := t.slot
	a := &c.attempts[slot]
	if a.hop.Ticket != t || !a.out || a.finish != sim.Never || now >= a.patient {
		if what.Work > 0 {
			c.sink.Given(t.Population, int64(what.Work))
			c.sink.Wasted(t.Population, int64(what.Work))
		}
		return
	}
	if what.Queued {
		if what.Silent || a.cause == request.TimedOutInQueue && now.Sub(a.entered) < a.patient.Sub(now) {
			a.cause = what.Cause
		}
		return
	}
	switch {
	case a.backend < 0: // its target itself has sent it away
		a.entered = now
	case what.Backend >= 0:
		a.Target.Withdraw(a.backend, a.closes)
	default:
		a.Target.Close(now, a.backend, a.closes, policy.Failed)
		// It had been accepted, so that it is an answer, 503, and no refusal: nginx goes
		// on after it with http_503, HAProxy with retry-on all-retryable-errors, but for
		// its own queue.
		if c.triesAgain(now, slot, a, policy.SentAwayTry, what.Cause) {
			return
		}
	}
	at := c.await(a.entered, a, &what)
	if a.cause == request.TimedOutInSurgeQueue {
		a.cause = a.waited
	}
	c.schedule(at, slot, a, learn)
}
