package study

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// connect tries the first of some addresses of an LB, which it stands for with the
// zones of its nodes. What does not answer has others tried in its turn, if the
// client does so.
func (n *naive) connect(a *naiveAttempt, zones []int) {
	if a.over {
		return
	}
	g, silent := a.lb.region, request.None
	switch {
	case g.vanished():
		silent = g.down()
	case g.refuses(zones[0]):
		n.refused(a, g.cause(), zones[1:])
		return
	case g.lostZones[zones[0]] > 0:
		silent = g.cause()
	case a.lb.refuses():
		n.refused(a, request.ServiceDown, zones[1:])
		return
	case len(a.lb.lost) > 0:
		silent = request.ServiceDown
	}
	if silent != request.None {
		a.silent, a.known, a.waited = true, silent, silent
		if after := a.request.population.habits.NextAddress.After; after > 0 && len(zones) > 1 {
			n.after(after, sim.Completion, func() { n.connect(a, zones[1:]) })
		}
		return
	}
	a.silent, a.known = false, request.None
	switch {
	case g.commons > 0:
		a.taken = true
		n.answer(a, request.CommonMode)
		return
	}
	a.taken = true
	wait, ok := time.Duration(0), true
	if a.lb.queue == nil {
		wait, ok = a.lb.admit(n.now, &n.scenario.World.LB, n.scenario.Weight)
	} else if n.waitsAtLB(a) {
		return
	}
	a.lb.over = a.lb.over || !ok || wait > 0 && a.lb.targets
	switch {
	case !ok:
		n.answer(a, a.lb.refusal())
	case !a.lb.targets:
		n.answer(a, request.LBMisconfigured)
	case wait > 0:
		a.silent, a.known = true, request.TimedOutInSurgeQueue
		if a.lb.stuck {
			a.known = request.CannotScale
		}
		n.after(wait, sim.Completion, func() { n.dequeue(a) })
	default:
		n.serve(a)
	}
}

// refused is an attempt whose address refuses it: the client knows a round trip later.
func (n *naive) refused(a *naiveAttempt, cause request.Cause, others []int) {
	a.silent, a.known, a.waited = false, cause, cause
	n.after(n.trip(a), sim.Completion, func() {
		if len(others) > 0 && !a.request.population.habits.NextAddress.Stays {
			n.connect(a, others)
			return
		}
		n.know(a, cause)
	})
}
