package caller

import "failsim/sim"

// beside sends an attempt of a call beside those that are out, if it may.
func (c *Caller) beside(now sim.Time, n int32) {
	k := &c.calls[n]
	h := k.rules.hedging
	if k.out == 0 { // all have failed: whether to try again is for others to say
		return
	}
	first := &c.attempts[k.first]
	goes, elsewhere := h.Hedge(c.ask(now, k, k.attempts, first.Endpoint, &h.keeper))
	if !goes {
		return
	}
	to, byName := first.Route, first.byName
	if elsewhere {
		if other := c.where.Other(&k.Asker, to.Endpoint); other != nil {
			to, byName = other, false
		}
	}
	slot, a := c.another(n, k)
	a.Route, a.byName = to, byName
	if !c.passes(now, k, a) {
		c.drop(slot)
		return
	}
	c.passOn(now, slot)
}
