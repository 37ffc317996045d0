package caller

import (
	"failsim/models/policy"
	"failsim/sim"
)

// rules are those of a population, with its strategies by what they can do. A
// population whose strategies need none of it pays for none.
type rules struct {
	Rules
	hedging   *hedging
	breaking  []breaking
	learning  []learning
	rewarding policy.Rewarding // nil unless successes refill the budget
	each      bool             // each client has a budget
	tries     *tries           // nil unless targets try again
}

// keeper is a strategy that may keep something, by its place in the list.
type keeper struct {
	place int
	key   sim.Key
	policy.CallerRemembering
}

type hedging struct {
	keeper
	policy.Hedging
}

type breaking struct {
	keeper
	policy.Breaking
}

type learning struct {
	keeper
	policy.CallerLearning
}

func newRules(r Rules, key sim.Key) rules {
	made := rules{Rules: r, tries: newTries(r.TargetsRetry)}
	made.rewarding, _ = r.Retrying.(policy.Rewarding)
	made.each = r.budgetEach()
	for i, s := range r.Sending {
		keep := keeper{place: i, key: key.Named("memory").At(uint64(i))}
		keep.CallerRemembering, _ = s.(policy.CallerRemembering)
		if h, ok := s.(policy.Hedging); ok && made.hedging == nil {
			made.hedging = &hedging{keep, h}
		}
		if b, ok := s.(policy.Breaking); ok {
			made.breaking = append(made.breaking, breaking{keep, b})
		}
		if l, ok := s.(policy.CallerLearning); ok {
			made.learning = append(made.learning, learning{keep, l})
		}
	}
	return made
}

// EveryAttemptIsAnEvent tells whether fates cannot be fixed where a first attempt
// is sent, and why.
func (r *Rules) EveryAttemptIsAnEvent() (why string, so bool) {
	for _, s := range r.Sending {
		if _, ok := s.(policy.Hedging); ok {
			return "a request may have several attempts out at a time", true
		}
		_, learns := s.(policy.CallerLearning)
		_, breaks := s.(policy.Breaking)
		if learns || breaks {
			return "what clients learn from an attempt's end decides about the next", true
		}
	}
	if r.budgetEach() {
		return "each client has a budget for its retries", true
	}
	if _, ok := r.Retrying.(policy.Rewarding); ok {
		return "what is answered right pays for the next retry", true
	}
	if len(r.TargetsRetry) > 0 {
		return "an LB may pass a request on more than once", true
	}
	if r.TargetsQueue {
		return "who comes later may be served first, or make a backend refuse others", true
	}
	return "", false
}

// holder is who keeps something for a strategy: a client or all clients of a
// name, for each endpoint or for all.
type holder struct {
	place    int
	who      uint64
	endpoint int
}

// ask has the view of a call, and of the endpoint in question, be at hand for a
// strategy, with what is kept for it.
func (c *Caller) ask(now sim.Time, k *call, number int32, endpoint int, s *keeper) *policy.Call {
	v := &c.view
	v.Now, v.Client, v.Attempt, v.Endpoint, v.Memory = now, k.Client, int(number), endpoint, nil
	if s.CallerRemembering == nil {
		return v
	}
	h := holder{place: s.place, who: uint64(k.Name), endpoint: -1}
	scope := s.Scope()
	if scope.ByClient {
		h.who = k.Client
	}
	if scope.ByEndpoint {
		h.endpoint = endpoint
	}
	kept, ok := c.memories[h]
	if !ok {
		kept = s.Fresh(now, s.key.At(h.who).At(uint64(h.endpoint+1)))
		c.memories[h] = kept
	}
	v.Memory = kept
	return v
}

// passes tells whether an attempt may be sent where it is to go.
func (c *Caller) passes(now sim.Time, k *call, a *attempt) bool {
	for i := range k.rules.breaking {
		b := &k.rules.breaking[i]
		if !b.Passes(c.ask(now, k, k.attempts, a.Endpoint, &b.keeper)) {
			return false
		}
	}
	return true
}

// tell tells strategies how an attempt has ended.
func (c *Caller) tell(now sim.Time, a *attempt, k *call, how policy.Outcome) {
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

// budgetEach tells whether each client has a budget of its own.
func (r *Rules) budgetEach() bool {
	e, ok := r.Retrying.(policy.BudgetEach)
	return ok && e.BudgetEach()
}

// rewarded returns the budget that an answer refills.
func (c *Caller) rewarded(k *call) *policy.Budget {
	if k.rules.each {
		return c.budgetOf(&k.Asker, k.rules)
	}
	return &c.budgets[k.Name]
}

// budgetOf returns the budget of who makes a call. Whether that of a name learns of
// first attempts one by one or many at once is all the same, as nobody else looks at it.
func (c *Caller) budgetOf(k *Asker, r *rules) *policy.Budget {
	if r.each {
		return c.ownBudget(k.Client)
	}
	b, firsts := &c.budgets[k.Name], &c.firsts[k.Name]
	for ; *firsts > 0; *firsts-- {
		r.Retrying.Sent(b)
	}
	return b
}

func (c *Caller) ownBudget(client uint64) *policy.Budget {
	b, ok := c.ownBudgets[client]
	if !ok {
		b = &policy.Budget{}
		c.ownBudgets[client] = b
	}
	return b
}
