package caller

import (
	"failsim/models/request"
	"failsim/sim"
)

// An LB's name has several addresses, as a rule one a zone. A caller connects to
// the first that its resolver was told; where nothing answers there, it tries the
// next after a while, or never, and then the attempt is silent. Time-out and
// patience go on meanwhile. It leaves out addresses that refuse, as a lost zone is
// silent: real callers go on to the next at once.

// connects has a caller try the next address of an attempt's target, in a while,
// where nothing has answered at this one. It returns false where it waits for this
// one to the end: it always does, has tried all, or hangs up before.
func (c *Caller) connects(now sim.Time, slot int32, what *Answer) bool {
	a := &c.attempts[slot]
	after := c.rules[c.calls[a.call].Population].NextAddress
	if after == 0 || what.Queued || now.Add(after) >= a.patient {
		return false
	}
	a.backend, a.cause, a.log, a.answered, a.work = nobody, what.Cause, nothing, false, 0
	c.schedule(now.Add(after), slot, connect)
	return true
}

// connect tries the next address: of those that the caller was told when it sent
// the attempt.
func (c *Caller) connect(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	a.address++
	zone, ok := c.where.Zone(a.sent, &k.Asker, a.Region, int(a.address))
	what, waited := Answer{Fate: Fate{Cause: a.cause, Silent: true}, Backend: nobody}, a.cause
	if ok {
		a.hop.Zone = zone
		what = c.reach(now, a, k, false)
	}
	if what.Queued && c.queues(now, slot, &what) || ok && what.Silent && c.connects(now, slot, &what) {
		return
	}
	at := c.await(now, a, &what)
	if a.cause == request.TimedOutInSurgeQueue && !what.Queued {
		a.cause = waited // the address is what it waited for
	}
	c.schedule(at, slot, learn)
}
