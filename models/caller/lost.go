package caller

import (
	"cmp"
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// Lost reports that a backend lost what it was working on. Callers get an error
// at once, or, if nothing answers, learn of it when they hang up. In the order in
// which they came all end for their target, too: what it learns of them in one
// instant may depend on that.
func (c *Caller) Lost(now sim.Time, backend id.Backend, cause request.Cause, silent bool) {
	var lost []int32
	for slot := range c.attempts {
		a := &c.attempts[slot]
		if a.backend == backend && a.finish > now && (a.work > 0 || a.finish == sim.Never) { // not waiting for a backend that was dead already
			lost = append(lost, int32(slot))
		}
	}
	slices.SortFunc(lost, c.cameBefore)
	for _, slot := range lost {
		c.lose(now, slot, cause, silent)
	}
}

// Cut reports that callers hear nothing more of what they have sent by some routes, however
// well it is worked on.
func (c *Caller) Cut(now sim.Time, by func(*Route) bool, cause request.Cause) {
	for slot := range c.attempts {
		a := &c.attempts[slot]
		waits := a.awaits == resume && a.cause != request.NameNotResolved
		if a.out && (waits || a.backend >= 0 && a.finish > now) && by(a.Route) {
			if a.cause, a.log, a.answered = cause, nothing, false; a.finish == sim.Never {
				a.finish = now // what its backend has to report comes to nothing
			}
			c.schedule(a.patient, int32(slot), a, learn)
		}
	}
}

// cameBefore compares two attempts by when their requests came, and by which is the
// earlier of one request.
func (c *Caller) cameBefore(i, j int32) int {
	a, b := &c.attempts[i], &c.attempts[j]
	p, q := &c.calls[a.call], &c.calls[b.call]
	return cmp.Or(cmp.Compare(p.Arrived, q.Arrived), cmp.Compare(p.draw(a.number), q.draw(b.number)))
}

// lose ends an attempt with what its backend has lost.
func (c *Caller) lose(now sim.Time, slot int32, cause request.Cause, silent bool) {
	a := &c.attempts[slot]
	a.Target.Close(now, a.backend, a.closes, policy.Unanswered)
	if !silent && c.triesAgain(now, slot, a, policy.LostTry, cause) {
		return
	}
	a.backend, a.cause, a.log, a.answered = none, cause, failure, false
	at := a.patient
	if silent {
		a.log = nothing
	} else if heard := now.Add(a.RTT); heard <= at {
		at, a.answered = heard, true
	}
	c.schedule(at, slot, a, learn)
}
