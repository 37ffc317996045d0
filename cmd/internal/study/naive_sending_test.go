package study

import (
	"fmt"
	"slices"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// naiveBeside is what goes beside a population's choosing strategy, and what each
// holder keeps for it.
type naiveBeside struct {
	hedging  policy.Hedging
	breaking []policy.Breaking
	learning []policy.CallerLearning
	kept     map[string]any // by strategy and holder
	place    map[any]int    // of a strategy in the list
}

func newNaiveBeside(sending []any) naiveBeside {
	b := naiveBeside{kept: map[string]any{}, place: map[any]int{}}
	for i, s := range sending {
		b.place[s] = i
		if h, ok := s.(policy.Hedging); ok {
			b.hedging = h
		}
		if s, ok := s.(policy.Breaking); ok {
			b.breaking = append(b.breaking, s)
		}
		if s, ok := s.(policy.CallerLearning); ok {
			b.learning = append(b.learning, s)
		}
	}
	return b
}

// call is what a strategy sees of an attempt of a request.
func (n *naive) call(a *naiveAttempt, number int, strategy any) *policy.Call {
	c := &policy.Call{Now: n.now, Client: a.request.client, Attempt: number, Endpoint: a.lb.endpoint}
	r, ok := strategy.(policy.CallerRemembering)
	if !ok {
		return c
	}
	beside := a.request.population.beside
	who, endpoint := uint64(a.request.name.index), -1
	if r.Scope().ByClient {
		who = a.request.client
	}
	if r.Scope().ByEndpoint {
		endpoint = a.lb.endpoint
	}
	kept, holder := beside.kept, fmt.Sprintf("%d of %d at %d", beside.place[strategy], who, endpoint)
	if kept[holder] == nil {
		kept[holder] = r.Fresh(n.now, n.key.Named("clients").Named("memory").At(uint64(beside.place[strategy])).At(who).At(uint64(endpoint+1)))
	}
	c.Memory = kept[holder]
	return c
}

func (n *naive) passes(a *naiveAttempt) bool {
	var passed []policy.CallerLearning // and wait to hear of its end
	for _, b := range a.request.population.beside.breaking {
		if !b.Passes(n.call(a, a.request.attempts, b)) {
			for _, p := range passed {
				p.Learn(n.call(a, a.request.attempts, p), n.now, policy.Abandoned)
			}
			return false
		}
		if learns, ok := b.(policy.CallerLearning); ok {
			passed = append(passed, learns)
		}
	}
	return true
}

// keepBack ends an attempt that was never sent.
func (n *naive) keepBack(a *naiveAttempt) {
	r := a.request
	r.attempts++
	r.unsent++
	r.live = append(r.live, a)
	n.at(n.now, sim.Completion, func() { n.know(a, request.CircuitOpen) })
}

// waitBeside looks, after a while, whether another attempt goes out.
func (n *naive) waitBeside(a *naiveAttempt) {
	h := a.request.population.beside.hedging
	if h == nil {
		return
	}
	wait, may := h.Wait(n.call(a, a.number, h))
	if !may || n.now.Add(wait) >= a.request.giveUp {
		return
	}
	n.after(wait, sim.Change, func() {
		r := a.request
		if len(r.live) == 0 {
			return
		}
		last := r.live[len(r.live)-1]
		goes, elsewhere := h.Hedge(n.call(last, r.attempts, h))
		if !goes {
			return
		}
		b := &naiveAttempt{request: r, number: r.attempts, sent: n.now, lb: last.lb, byName: last.byName}
		if many := len(r.name.lbs); elsewhere && r.population.choosing.HoldsList() && many > 1 {
			b.lb, b.byName = r.name.lbs[(last.lb.endpoint+1)%many], false
		}
		b.stale = b.byName && !r.name.lists(b.lb.endpoint)
		if n.passes(b) {
			n.sendTo(b)
		}
	})
}

// end is the end of an attempt for its client, who may have the answer from
// another.
func (n *naive) end(a *naiveAttempt, cause request.Cause, how policy.Outcome) {
	a.over = true
	if a.backend != nil {
		a.lb.forget(a)
	}
	r := a.request
	r.live = slices.DeleteFunc(r.live, func(o *naiveAttempt) bool { return o == a })
	r.given += a.work
	if a.taken {
		r.taken++
	}
	if a.served {
		r.served++
	}
	if cause == request.CircuitOpen {
		return
	}
	for _, l := range r.population.beside.learning {
		l.Learn(n.call(a, a.number, l), a.sent, how)
	}
}
