package caller

import "failsim/sim"

// begin makes a call at an instant, and an attempt of it that is still to be sent.
func (c *Caller) begin(a *Asker, now sim.Time) (slot int32, f *attempt, k *call) {
	c.sink.Arrived(a.Population, a.User, a.Arrived)
	n := c.inCalls.take(len(c.calls))
	if int(n) == len(c.calls) {
		c.calls = append(c.calls, call{})
	}
	k = &c.calls[n]
	generation := k.generation
	*k = call{}
	k.Asker, k.rules, k.generation, k.first = *a, &c.rules[a.Population], generation, none
	k.giveUp = now.Add(k.rules.Patience)
	slot, f = c.another(n, k)
	return slot, f, k
}

// another makes one more attempt of a call, still to be sent.
func (c *Caller) another(n int32, k *call) (slot int32, a *attempt) {
	slot = c.inAttempts.take(len(c.attempts))
	if int(slot) == len(c.attempts) {
		if slot > slotMask {
			panic("caller: more attempts are out at a time than can be numbered")
		}
		c.attempts = append(c.attempts, attempt{})
	}
	a = &c.attempts[slot]
	*a = attempt{} // a value with some fields would be made elsewhere and copied
	a.turn, a.call, a.next, a.backend = k.draw(k.attempts)&turnMask, n, k.first, none
	k.first = slot
	return slot, a
}

// drop forgets an attempt of a call that has others.
func (c *Caller) drop(slot int32) {
	a := &c.attempts[slot]
	link := &c.calls[a.call].first
	for *link != slot {
		link = &c.attempts[*link].next
	}
	*link = a.next
	c.putAttempt(slot)
}

func (c *Caller) putAttempt(slot int32) {
	a := &c.attempts[slot]
	a.awaits, a.out, a.backend = 0, false, none
	c.inAttempts.put(slot)
}

// end forgets a call, and all its attempts.
func (c *Caller) end(n int32, k *call) {
	for slot := k.first; slot != none; {
		next := c.attempts[slot].next
		c.putAttempt(slot)
		slot = next
	}
	k.generation++
	c.inCalls.put(n)
}
