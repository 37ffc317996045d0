package caller

import (
	"cmp"

	"failsim/models/request"
	"failsim/sim"
)

// learn is the caller's view of an attempt's end. With the user's patience all end
// that are out, in the order in which they were sent.
func (c *Caller) learn(now sim.Time, slot int32, a *attempt) {
	k := &c.calls[a.call]
	if k.out == 1 || now != k.giveUp {
		c.ended(now, slot, a, k)
		return
	}
	for generation := k.generation; k.out > 0 && k.generation == generation; { // else it was answered
		slot = c.firstOut(k)
		c.ended(now, slot, &c.attempts[slot], k)
	}
}

// firstOut returns which of a call's attempts that are out was sent first.
func (c *Caller) firstOut(k *call) (first int32) {
	first = none
	for slot := k.first; slot != none; slot = c.attempts[slot].next {
		if a := &c.attempts[slot]; a.out && (first == none || a.number < c.attempts[first].number) {
			first = slot
		}
	}
	return first
}

// ended ends an attempt of a call for its caller.
func (c *Caller) ended(now sim.Time, slot int32, a *attempt, k *call) {
	how := a.outcome()
	c.over(now, a, k, how)
	if a.cause == request.None {
		if r := k.rules.rewarding; r != nil {
			r.Succeeded(c.rewarded(k), int(k.attempts))
		}
		c.settle(now, a, k)
		return
	}
	if a.Minds {
		c.where.Failed(now, &k.Asker, int(k.attempts), a.Endpoint, how)
	}
	if k.out > 0 { // others are still out, and may be answered
		c.drop(slot)
		return
	}
	if a.cause != request.GaveUp && now < k.giveUp && c.again(now, slot, a, k) {
		return
	}
	c.blameAddress(a, k)
	c.settle(now, a, k)
}

// blameAddress names the stale address as the cause where the authority had said
// otherwise before the attempt was sent: only then would another TTL, or a
// resolver that keeps to it, have helped. What the authority has said since does
// not matter, nor for how long the client waited.
func (c *Caller) blameAddress(a *attempt, k *call) {
	switch a.cause {
	case request.LBMisconfigured, request.RegionDown, request.ProviderDown, request.CommonMode, request.NoHealthyTarget:
		if a.byName && !c.where.Listed(k.Name, a.Endpoint, a.sent) {
			a.cause = request.StaleAddress
		}
	}
}

// again schedules another attempt if the caller wants one and the user will
// still be there.
func (c *Caller) again(now sim.Time, slot int32, a *attempt, k *call) bool {
	if may := k.rules.Permits; may != nil && !may(a.cause, cmp.Or(k.Request, k.Draw)) {
		return false
	}
	c.retry.Now, c.retry.Attempt, c.retry.Cause, c.retry.Budget, c.retry.Waited = now, int(k.attempts), a.cause, c.budgetOf(&k.Asker, k.rules), k.waited
	wait, more := k.rules.Retrying.Again(&c.retry, c.jitter.Float64(k.draw(k.attempts)))
	if !more || now.Add(wait) >= k.giveUp {
		return false
	}
	k.waited = wait
	c.schedule(now.Add(wait), slot, a, resend)
	return true
}
