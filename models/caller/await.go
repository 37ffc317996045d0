package caller

import (
	"failsim/models/request"
	"failsim/sim"
)

// await returns the instant when the caller learns what became of its attempt,
// which a backend has taken, or none will, and keeps what it will then have learnt.
func (c *Caller) await(now sim.Time, a *attempt, what *Answer) sim.Time {
	a.backend, a.finish, a.work, a.cause = what.Backend, what.At, what.Work, what.Cause
	a.log, a.answered, a.wasted = logged(what), false, what.Wasted
	at := what.At.Add(a.RTT)
	if a.cause == request.OverloadPrimary && a.Endpoint > 0 {
		a.cause = request.OverloadSurvivor
	}
	switch {
	case what.Silent:
		at = a.patient
	case at <= a.patient:
		a.answered = true
	case c.userGivesUp(a):
		at, a.cause = a.patient, request.GaveUp
	case what.Work == 0:
		at = a.patient
	default:
		at, a.cause = a.patient, tooLate(c.waitsSince(a), what)
		if atTarget := now.Sub(a.sent); a.cause == request.TimedOutInQueue && atTarget > min(what.Start, a.patient).Sub(now) {
			a.cause = request.TimedOutInSurgeQueue
		}
	}
	if a.backend >= 0 {
		a.closes = min(at, what.At)
		a.Target.Open(a.backend, a.closes, a.late && a.closes == what.At)
	}
	return at
}

// userGivesUp reports whether it is a user's patience that ends an attempt which is not
// answered in time.
func (c *Caller) userGivesUp(a *attempt) bool {
	k := &c.calls[a.call]
	return a.patient == k.giveUp && !k.behalf
}

// waitsSince returns since when whoever waits for an attempt's answer has waited for this
// one: on behalf of another since that came to the caller.
func (c *Caller) waitsSince(a *attempt) sim.Time {
	if k := &c.calls[a.call]; k.behalf && a.number == 0 {
		return k.Arrived
	}
	return a.sent
}
