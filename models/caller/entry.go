package caller

import (
	"failsim/models/id"
	"failsim/sim"
)

// Call makes a call: every attempt of it is an event.
func (c *Caller) Call(now sim.Time, a *Asker) {
	slot, _ := c.first(now, a)
	c.send(now, slot)
}

// first makes a call and its first attempt, of which a budget of the client's own hears.
func (c *Caller) first(now sim.Time, a *Asker) (slot int32, k *call) {
	if r := &c.rules[a.Population]; r.each {
		r.Retrying.Sent(c.budgetOf(a, r))
	}
	slot, _, k = c.begin(a, now)
	return slot, k
}

// GoOn goes on with a call whose first attempt was just sent elsewhere, to a node
// in a zone of its target.
func (c *Caller) GoOn(now sim.Time, a *Asker, to *Route, byName bool, zone id.Zone, what Answer) {
	slot, f, k := c.begin(a, now)
	f.Route, f.byName, f.hop.Zone = to, byName, zone
	c.sent(now, slot, f, k, &what)
}

// Recall takes over a call whose first attempt was sent elsewhere, which will be
// answered right, and which is open until then.
func (c *Caller) Recall(a *Asker, to *Route, byName bool, what Answer) (slot int32) {
	slot, f, k := c.begin(a, a.Arrived)
	f.Route, f.byName = to, byName
	f.sent, f.patient, f.out = a.Arrived, a.Arrived.Add(min(k.rules.Timeout, k.rules.Patience)), true
	f.backend, f.finish, f.closes, f.work = what.Backend, what.At, what.At, what.Work
	f.answered, f.log = true, success
	k.attempts, k.out = 1, 1
	return slot
}

// Await has a call that was taken over be answered at an instant.
func (c *Caller) Await(slot int32, at sim.Time) { c.schedule(at, slot, &c.attempts[slot], learn) }

// Handle implements sim.Handler.
func (c *Caller) Handle(now sim.Time, e sim.Event) {
	if e.Kind == beside {
		if n := int32(e.Arg >> generationBits); c.calls[n].generation&generationMask == e.Arg&generationMask {
			c.beside(now, n)
		}
		return
	}
	slot := int32(e.Arg & slotMask)
	a := &c.attempts[slot]
	if a.due != now || a.awaits != e.Kind || a.turn != e.Arg>>slotBits {
		return // it was for what had the slot before, or has been put off
	}
	a.awaits = 0
	switch e.Kind {
	case learn:
		c.learn(now, slot, a)
	case resend:
		c.send(now, slot)
	case resume:
		c.resume(now, slot)
	case connect:
		c.connect(now, slot)
	}
}
