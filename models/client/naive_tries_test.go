package client_test

import (
	"time"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// fails asks the LB's rules, as soon as it is clear that a try at a backend will fail,
// whether there is another.
func (n *naive) fails(now sim.Time, a *attempt, b *naiveBackend, how policy.Failing) {
	if how != policy.LostTry { // which was noted as it began
		a.tried = append(a.tried, b)
	}
	t := policy.Try{Now: now, Tries: len(a.tried), Failing: how, NonIdempotent: n.key.Named("gray").Named("kind").Float64(a.request.draw) < n.orders}
	for _, o := range n.pools[n.lbs[a.endpoint].Pool] {
		if !o.healthy {
			continue
		}
		seen := false
		for _, past := range a.tried {
			seen = seen || past == o
		}
		if !seen {
			t.Untried++
		}
		if o != b {
			t.Others++
		}
	}
	if a.where, a.wait, a.again = n.mayTry(&t); a.again {
		n.repeated[how]++
	} else if t.NonIdempotent {
		t.NonIdempotent = false
		if _, _, would := n.mayTry(&t); would {
			n.held++
		}
	}
}

// mayTry asks the rules, of which the first that would try again decides.
func (n *naive) mayTry(t *policy.Try) (where policy.Where, wait time.Duration, again bool) {
	for _, rule := range n.lbRetrying {
		if where, wait := rule.Again(t); where != policy.NoTry {
			return where, wait, true
		}
	}
	return policy.NoTry, 0, false
}

// ends is the end of a try for the LB: its client gets what it has, unless there is
// another try.
func (n *naive) ends(now sim.Time, a *attempt, cause request.Cause) {
	if !a.again || a.over {
		n.answer(now, a, cause)
		return
	}
	n.close(a)
	a.request.given += int64(a.work)
	a.again, a.work, a.started, a.known = false, 0, false, request.None
	n.at(now.Add(a.wait), func(now sim.Time) {
		if !a.over {
			n.try(now, a)
		}
	})
}
