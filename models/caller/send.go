package caller

import (
	"cmp"

	"failsim/models/request"
	"failsim/sim"
)

// send makes the next attempt of a call.
func (c *Caller) send(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	a.Route, a.byName = c.where.Find(now, &k.Asker, int(k.attempts))
	if !c.passes(now, k, a) {
		c.refuse(now, slot)
		return
	}
	c.passOn(now, slot)
}

// passOn makes an attempt whose way is known.
func (c *Caller) passOn(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	zone, _ := c.where.Zone(now, &k.Asker, a.Region, 0)
	c.tickets++
	a.number = k.attempts
	a.hop = Hop{Ticket: Ticket{c.tickets, slot, k.Population}, Request: cmp.Or(k.Request, k.Draw), Object: k.Object, Until: min(now.Add(k.rules.Timeout), k.giveUp),
		Zone: zone, Draw: uint8(min(k.attempts, 255))}
	what := c.reach(now, a, k, false)
	c.sent(now, slot, a, k, &what)
}

// refuse ends an attempt that the caller itself does not let through.
func (c *Caller) refuse(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	a.number = k.attempts
	k.attempts++
	k.unsent++
	k.out++
	a.sent, a.out, a.answered = now, true, false
	a.backend, a.cause, a.log, a.work = none, request.CircuitOpen, nothing, 0
	c.schedule(now, slot, a, learn)
}

// sent sees what the answer makes of an attempt that has just been sent.
func (c *Caller) sent(now sim.Time, slot int32, a *attempt, k *call, what *Answer) {
	a.number = k.attempts
	k.attempts++
	k.out++
	a.sent, a.out, a.address = now, true, 0
	a.log, a.work, a.wasted = nothing, 0, false
	a.patient = min(now.Add(k.rules.Timeout), k.giveUp)
	if k.rules.hedging != nil {
		c.wait(now, a.call, a.Endpoint)
	}
	if what.Queued && c.queues(now, slot, what) || what.unconnected() && c.connects(now, slot, what) {
		return
	}
	c.schedule(c.await(now, a, what), slot, a, learn)
}
