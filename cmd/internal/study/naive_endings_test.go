package study

import (
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// answer leaves the LB for the client. The LB has it from the backend then.
func (n *naive) answer(a *naiveAttempt, cause request.Cause) {
	if a.backend != nil {
		a.lb.forget(a)
	}
	if cause == request.OverloadPrimary && a.lb.endpoint > 0 {
		cause = request.OverloadSurvivor
	}
	a.known = cause
	n.after(n.trip(a), sim.Completion, func() {
		a.heard = true
		n.know(a, cause)
	})
}

// hangUp is the end of a client's wait for an attempt.
func (n *naive) hangUp(a *naiveAttempt) {
	if a.over {
		return
	}
	cause := a.known
	switch {
	case a.silent:
	case n.now == a.request.giveUp:
		cause = request.GaveUp
	case a.work == 0 && a.needs == 0:
	case !a.started || a.start > a.sent.Add(a.work):
		cause = request.TimedOutInQueue
		until := n.now
		if a.started {
			until = a.start
		}
		if a.entered.Sub(a.sent) > until.Sub(a.entered) {
			cause = a.waited
		}
	default:
		cause = request.SlowResponse
	}
	n.know(a, cause)
}

// know is what a client does when an attempt has ended for it.
func (n *naive) know(a *naiveAttempt, cause request.Cause) {
	if a.over {
		return
	}
	r := a.request
	how := policy.Unanswered
	switch {
	case cause == request.None:
		how = policy.Succeeded
	case a.heard:
		how = policy.Failed
	}
	n.end(a, cause, how)
	if rewarding, ok := r.population.retrying.(policy.Rewarding); ok && cause == request.None {
		rewarding.Succeeded(r.population.budget(r), r.attempts)
	}
	if cause == request.None {
		for len(r.live) > 0 {
			n.end(r.live[0], cause, policy.Abandoned)
		}
	}
	if r.population.choosing.HoldsList() && cause != request.None {
		choice := n.choice(a)
		r.population.choosing.Failed(&choice, a.lb.endpoint)
	}
	if len(r.live) > 0 {
		return // others may still be answered
	}
	if cause != request.None && cause != request.GaveUp && n.now < r.giveUp && n.mayRepeat(r, cause) {
		u := n.key.Named("clients").Named("jitter").Float64(r.draw + uint64(min(r.attempts, 7)))
		retry := policy.Retry{Now: n.now, Attempt: r.attempts, Cause: cause, Budget: r.population.budget(r), Waited: r.waited}
		if wait, more := r.population.retrying.Again(&retry, u); more && n.now.Add(wait) < r.giveUp {
			r.waited = wait
			n.after(wait, sim.Completion, func() { n.send(r) })
			return
		}
	}
	switch cause {
	case request.LBMisconfigured, request.RegionDown, request.ProviderDown, request.CommonMode, request.NoHealthyTarget:
		if a.stale {
			cause = request.StaleAddress
		}
	}
	o := record.Settlement{Population: request.Population(r.population.index), User: r.user, Name: r.name.number, Arrived: r.arrived, Ended: n.now, Attempts: r.attempts - r.unsent,
		Cause: cause, FailedOver: a.lb.endpoint > 0, Taken: r.taken, Served: r.served, Work: int64(r.given)}
	undecided := (cause == request.TimedOutInQueue || cause == request.TimedOutInSurgeQueue || cause == request.CannotScale) && a.work > 0 && !a.started && a.sent.Add(a.work) >= n.now
	n.settled = append(n.settled, naiveOutcome{o, undecided})
	n.comesBack(r, cause)
}

// comesBack has a user whose request has failed ask again later.
func (n *naive) comesBack(r *naiveRequest, cause request.Cause) {
	p := r.population
	key := n.key.Named("clients").Named(p.Name).Named("returns").At(uint64(r.user)).At(uint64(r.arrived))
	if cause == request.None || key.Float64(0) >= p.habits.Returns.Share || p.away[r.user] {
		return
	}
	p.away[r.user] = true
	at := n.now.Add(p.habits.Returns.After.Quantile(key.Float64(1)))
	again := &naiveRequest{population: p, user: r.user, client: r.client, draw: key.Uint64(2), name: r.name, resolver: r.resolver, arrived: at, giveUp: at.Add(p.habits.Patience)}
	n.at(at, sim.Arrival, func() {
		delete(p.away, r.user)
		p.retrying.Sent(p.budget(again))
		n.send(again)
	})
}
