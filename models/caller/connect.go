package caller

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// An LB's name has several addresses, as a rule one a zone. A caller connects to
// the first that its resolver was told. Where that refuses, it goes on to the next as
// soon as it knows, a round trip later; where nothing answers there, after a while,
// or never. Time-out and patience go on meanwhile. Where all have refused, the attempt
// has failed; where none has answered, it is silent. It leaves out who goes on waiting
// for one address beside the next.

// connects has a caller try the next address of an attempt's target, in a while,
// where it cannot connect to this one. It returns false where it stays with this one:
// it always does, has tried all, or hangs up before.
func (c *Caller) connects(now sim.Time, slot int32, what *Answer) bool {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	after := k.rules.NextAddress
	if what.Backend == Refused {
		_, more := c.where.Zone(a.sent, &k.Asker, a.Region, int(a.address)+1)
		if k.rules.StaysRefused || !more {
			return false
		}
		after = max(a.RTT, time.Nanosecond)
	}
	if after == 0 || what.Queued || now.Add(after) >= a.patient {
		return false
	}
	a.backend, a.cause, a.log, a.answered, a.work = none, what.Cause, nothing, false, 0
	c.schedule(now.Add(after), slot, a, connect)
	return true
}

// connect tries the next address: of those that the caller was told when it sent
// the attempt.
func (c *Caller) connect(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	a.address++
	zone, ok := c.where.Zone(a.sent, &k.Asker, a.Region, int(a.address))
	what, waited := Answer{Fate: Fate{Cause: a.cause, Silent: true}, Backend: none}, a.cause
	if ok {
		a.hop.Zone = zone
		what = c.reach(now, a, k, false)
	}
	if what.Queued && c.queues(now, slot, &what) || ok && what.unconnected() && c.connects(now, slot, &what) {
		return
	}
	at := c.await(now, a, &what)
	if a.cause == request.TimedOutInSurgeQueue && !what.Queued {
		a.cause = waited // the address is what it waited for
	}
	c.schedule(at, slot, a, learn)
}
