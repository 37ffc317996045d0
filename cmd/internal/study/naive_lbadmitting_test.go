package study

import (
	"time"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// newLBQueue is the queue of an LB where strategies say who waits there: as a backend
// with one server, which is busy after each that it forwards until it may forward
// another. It is nil where none do.
func (n *naive) newLBQueue() *naiveBackend {
	list := n.design.Tenant[policy.LBAdmittingSocket]
	if len(list) == 0 {
		return nil
	}
	q := &naiveBackend{servers: 1, places: int(float64(n.scenario.World.LB.SurgeQueue) / n.scenario.Weight), queue: &naiveQueue{kept: map[int]any{}}}
	for _, s := range list {
		q.queue.strategies = append(q.queue.strategies, s.Strategy.New(s.Values).(policy.Admitting))
	}
	return q
}

// pace is how long it is until an LB may forward another.
func (n *naive) pace(lb *naiveLB) time.Duration {
	perSecond := lb.perSecond()
	if perSecond == 0 {
		return 0
	}
	level := max(0, lb.level-n.now.Sub(lb.last).Seconds()*perSecond)
	return sim.FromSeconds(max(0, level+1-max(1, n.scenario.World.LB.Burst.Seconds()*perSecond)) / perSecond)
}

// gap is what one takes of an LB's capacity.
func (lb *naiveLB) gap() time.Duration {
	if perSecond := lb.perSecond(); perSecond > 0 {
		return sim.FromSeconds(1 / perSecond)
	}
	return 0
}

// waitsAtLB has an attempt come to an LB whose queue has strategies, and reports whether
// that does not forward it at once.
func (n *naive) waitsAtLB(a *naiveAttempt) bool {
	lb, q := a.lb, a.lb.queue
	lb.measured++
	perSecond, busy := lb.flow(n.now), len(q.serving) > 0
	switch {
	case !busy && perSecond > 0 && lb.level+1 <= max(1, n.scenario.World.LB.Burst.Seconds()*perSecond):
		lb.level++
		return false
	case !lb.targets:
		return false
	}
	lb.over = true
	if !busy && perSecond > 0 {
		n.busyLB(lb, &naiveAttempt{entered: n.now.Add(n.pace(lb) - lb.gap())})
	}
	a.entered, a.atLB = n.now, true
	if perSecond == 0 && !busy || len(q.waiting) >= q.places || !n.admits(q, a) {
		n.sendAwayNow(a)
		return true
	}
	a.silent, a.known = true, request.TimedOutInSurgeQueue
	if lb.stuck {
		a.known = request.CannotScale
	}
	a.gap = lb.gap()
	n.line(q, a)
	return true
}

// busyLB has an LB be busy until it may forward another, with who it forwarded last.
func (n *naive) busyLB(lb *naiveLB, last *naiveAttempt) {
	pace := n.pace(lb)
	lb.queue.serving, lb.until = []*naiveAttempt{last}, n.now.Add(pace)
	n.after(pace, sim.Completion, func() {
		lb.queue.serving = nil
		n.measured(lb.queue, last)
		for len(lb.queue.serving) == 0 && len(lb.queue.waiting) > 0 {
			if a := n.turn(lb.queue); a != nil {
				if lb.flow(n.now) > 0 {
					lb.level++
				}
				n.busyLB(lb, &naiveAttempt{entered: a.entered}) // that at a backend is another matter
				n.dequeue(a)
			}
		}
	})
}

// probeOfLB is how long a probe waits at an LB whose queue has strategies, and whether
// it is refused: as one of whom it is known neither who sends it nor for how long he waits.
func (n *naive) probeOfLB(lb *naiveLB) (wait time.Duration, refused bool) {
	q := lb.queue
	if len(q.serving) == 0 {
		return n.pace(lb), false
	}
	wait = lb.until.Sub(n.now)
	if !n.newest(q) {
		for _, a := range q.waiting {
			wait += a.gap
		}
	}
	return wait, len(q.waiting) >= q.places || !n.admits(q, &naiveAttempt{entered: n.now, patient: sim.Never})
}

// sendAwayNow has an LB refuse an attempt.
func (n *naive) sendAwayNow(a *naiveAttempt) {
	a.silent, a.known = false, request.None
	n.answer(a, a.lb.refusal())
}

// refusal is why an LB refuses whom it has no capacity for.
func (lb *naiveLB) refusal() request.Cause {
	if lb.stuck {
		return request.CannotScale
	}
	return request.SurgeQueueFull
}
