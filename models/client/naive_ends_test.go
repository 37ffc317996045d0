package client_test

import (
	"cmp"
	"slices"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// answer leaves the LB for the client. The LB has it from the backend then.
func (n *naive) answer(now sim.Time, a *attempt, cause request.Cause) {
	n.close(a)
	if cause == request.OverloadPrimary || cause == request.NoHealthyTarget {
		a.known = cause
	}
	n.at(now.Add(n.rtt), func(now sim.Time) {
		if cause == request.OverloadPrimary && a.endpoint > 0 {
			cause = request.OverloadSurvivor
		}
		n.know(now, a, cause)
	})
}

// close is when the backend owes the LB nothing any more.
func (n *naive) close(a *attempt) {
	if a.backend != nil {
		a.backend.open[a.endpoint]--
		a.backend = nil
	}
}

// hangUp is the end of a client's wait for an attempt.
func (n *naive) hangUp(now sim.Time, a *attempt) {
	cause := a.known
	switch {
	case a.silent:
	case now == a.request.giveUp:
		cause = request.GaveUp
	case a.work == 0:
	case !a.started || a.start > a.sent.Add(a.work):
		cause = request.TimedOutInQueue
	default:
		cause = request.SlowResponse
	}
	n.know(now, a, cause)
}

// know is what a client does when an attempt has ended for it.
func (n *naive) know(now sim.Time, a *attempt, cause request.Cause) {
	if a.over {
		return
	}
	a.over = true
	a.request.given += int64(a.work)
	if !a.unheard {
		a.request.taken++
		if a.known == request.None {
			a.request.served++
		}
	}
	n.close(a)
	r := a.request
	if cause != request.None && cause != request.GaveUp && now < r.giveUp {
		jitter := n.key.Named("clients").Named("jitter")
		retry := policy.Retry{Now: now, Attempt: r.attempts, Cause: cause, Budget: &n.budgets[r.name]}
		if wait, more := n.rules.Retrying.Again(&retry, jitter.Float64(r.draw+uint64(r.attempts))); more && now.Add(wait) < r.giveUp {
			n.at(now.Add(wait), func(now sim.Time) { n.send(now, r) })
			return
		}
	}
	n.outcomes[r.arrived] = outcome{cause, now, r.attempts, r.taken, r.served, r.given}
}

// settle makes backends what their regions and zones are; what they had is
// lost. In one instant, clients learn of that in the order in which they came.
func (n *naive) settle(now sim.Time) {
	var gone []*attempt
	for _, b := range n.backends {
		up := n.lost[b.region] == 0 && n.zoneLost[b.region][b.zone] == 0
		was := b.up
		b.up = up
		if up || !was {
			continue
		}
		gone = append(gone, slices.Concat(b.serving, b.waiting, b.held)...)
		b.serving, b.waiting, b.held = nil, nil, nil
	}
	slices.SortFunc(gone, func(a, b *attempt) int { return cmp.Compare(a.request.arrived, b.request.arrived) })
	for _, a := range gone {
		if a.over {
			continue
		}
		b, cause := a.backend, n.down(a.backend)
		if a.again = false; n.lost[b.region] == 0 {
			if n.fails(now, a, b, policy.LostTry); a.again {
				n.ends(now, a, cause)
				continue
			}
		}
		n.close(a)
		a.unheard = n.lost[b.region] > 0
		a.silent, a.known = true, cause // who hangs up before it hears of it blames the same
		if n.lost[b.region] == 0 {
			n.at(now.Add(n.rtt), func(now sim.Time) { n.know(now, a, cause) })
		}
	}
}
