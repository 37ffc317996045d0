package caller

import (
	"failsim/models/request"
	"failsim/sim"
)

// Made is a call that is made on behalf of another, which waits for it.
type Made struct {
	call       int32
	generation uint64
}

// CallFor makes a call on behalf of another call's attempt, which ends at an instant,
// whatever has become of this one by then. It returns why its first attempt will have
// failed, if that is known already.
func (c *Caller) CallFor(now sim.Time, a *Asker, until sim.Time) (Made, request.Cause) {
	slot, k := c.first(now, a)
	k.behalf, k.giveUp = true, min(k.giveUp, until)
	made := Made{c.attempts[slot].call, k.generation}
	c.send(now, slot)
	return made, c.attempts[slot].cause
}

// Leave ends a call whose answer is waited for no more, if it has not ended: its
// attempts are closed, and what servers have begun goes on as work that is wasted.
func (c *Caller) Leave(now sim.Time, m Made) {
	k := &c.calls[m.call]
	if k.generation != m.generation {
		return
	}
	a := &c.attempts[k.first]
	a.cause = request.GaveUp
	c.settle(now, a, k)
}

// WaitsInVain reports whether all that a call waits for is an attempt that will never be
// answered, for a cause.
func (c *Caller) WaitsInVain(m Made, cause request.Cause) bool {
	k := &c.calls[m.call]
	a := &c.attempts[k.first]
	return k.generation == m.generation && k.out == 1 && a.next == none && a.cause == cause && !a.answered
}
