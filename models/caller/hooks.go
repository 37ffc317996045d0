package caller

import (
	"failsim/models/policy"
	"failsim/sim"
)

// ask has the view of a call, and of the endpoint in question, be at hand for a
// strategy, with what is kept for it.
func (c *Caller) ask(now sim.Time, k *call, number int32, endpoint int, s *keeper) *policy.Call {
	v := &c.view
	v.Now, v.Client, v.Attempt, v.Endpoint, v.Memory = now, k.Client, int(number), endpoint, nil
	if s.CallerRemembering == nil {
		return v
	}
	h := holder{place: s.place, identity: uint64(k.Name), endpoint: -1}
	scope := s.Scope()
	if scope.ByClient && !k.rules.OneClient {
		h.identity = k.Client
	}
	if scope.ByEndpoint {
		h.endpoint = endpoint
	}
	kept, ok := c.memories[h]
	if !ok {
		kept = s.Fresh(now, s.key.At(h.identity).At(uint64(h.endpoint+1)))
		c.memories[h] = kept
	}
	v.Memory = kept
	return v
}

// passes reports whether an attempt may be sent where it is to go. If a later strategy
// keeps it back it has ended for those before, which had let it pass.
func (c *Caller) passes(now sim.Time, k *call, a *attempt) bool {
	for i := range k.rules.breaking {
		b := &k.rules.breaking[i]
		if b.Passes(c.ask(now, k, k.attempts, a.Endpoint, &b.keeper)) {
			continue
		}
		for j := range k.rules.breaking[:i] {
			if b := &k.rules.breaking[j]; b.learns != nil {
				b.learns.Learn(c.ask(now, k, k.attempts, a.Endpoint, &b.keeper), now, policy.Abandoned)
			}
		}
		return false
	}
	return true
}

// tell tells strategies how an attempt has ended.
func (c *Caller) report(now sim.Time, a *attempt, k *call, how policy.Outcome) {
	for i := range k.rules.learning {
		l := &k.rules.learning[i]
		l.Learn(c.ask(now, k, a.number, a.Endpoint, &l.keeper), a.sent, how)
	}
}

// wait has the caller look, after a while, whether to send an attempt beside those
// that are out.
func (c *Caller) wait(now sim.Time, n int32, endpoint int) {
	k := &c.calls[n]
	h := k.rules.hedging
	after, may := h.Wait(c.ask(now, k, k.attempts-1, endpoint, &h.keeper))
	if at := now.Add(after); may && at < k.giveUp {
		c.kernel.Schedule(at, sim.Change, c.owner, sim.Event{Kind: beside, Arg: uint64(n)<<generationBits | k.generation&generationMask})
	}
}
