package study

import (
	"slices"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// naiveDesk is what strategies decide at one backend: by a plain list of those who
// wait, looked through anew at each turn.
type naiveQueue struct {
	strategies []policy.Admitting
	kept       map[int]any // by strategy
}

func (n *naive) newQueue() *naiveQueue {
	d := &naiveQueue{kept: map[int]any{}}
	for _, s := range n.design.Tenant[policy.AdmittingSocket] {
		d.strategies = append(d.strategies, s.Strategy.New(s.Values).(policy.Admitting))
	}
	return d
}

// view is what the strategy of a number sees of a backend.
func (n *naive) view(b *naiveBackend, number int) *policy.Queue {
	d := &policy.Queue{Now: n.now, Servers: b.servers, Serving: len(b.serving), Waiting: len(b.waiting), Capacity: b.places, Weight: n.scenario.Weight}
	if r, ok := b.queue.strategies[number].(policy.QueueRemembering); ok {
		if b.queue.kept[number] == nil {
			b.queue.kept[number] = r.FreshQueue(&policy.Queue{Servers: b.servers, Capacity: b.places, Weight: n.scenario.Weight})
		}
		d.Memory = b.queue.kept[number]
	}
	return d
}

func (n *naive) visit(a *naiveAttempt) *policy.Visit {
	v := &policy.Visit{Came: a.entered, Until: a.patient}
	if a.request != nil {
		v.Client = a.request.client
	}
	return v
}

// admits reports whether all strategies take an attempt in.
func (n *naive) admits(b *naiveBackend, a *naiveAttempt) bool {
	for i, s := range b.queue.strategies {
		if !s.Admits(n.view(b, i), n.visit(a)) {
			return false
		}
	}
	return true
}

// line has an attempt wait, and be sent away when it has waited for too long.
func (n *naive) line(b *naiveBackend, a *naiveAttempt) {
	for i, s := range b.queue.strategies {
		e, ok := s.(policy.Expiring)
		if !ok || len(b.serving) < b.servers {
			continue
		}
		if limit := e.Longest(n.view(b, i)); limit > 0 {
			n.after(limit, sim.Completion, func() {
				if at := slices.Index(b.waiting, a); at >= 0 {
					b.waiting = slices.Delete(b.waiting, at, at+1)
					n.sendAway(a)
				}
			})
		}
	}
	if len(b.queue.strategies) > 0 {
		a.needs, a.work, a.served = a.work, 0, false
	}
	b.waiting = append(b.waiting, a)
}

func (n *naive) sendAway(a *naiveAttempt) {
	a.needs = 0
	n.after(0, sim.Completion, func() { // after the answer to who has made room for it
		switch {
		case a.over:
		case a.atLB:
			n.sendAwayNow(a)
		default:
			n.answer(a, request.OverloadPrimary)
		}
	})
}

// turn takes who is next out of those who wait, nil if that one is sent away.
func (n *naive) turn(b *naiveBackend) *naiveAttempt {
	best, newest := 0, n.newest(b)
	rank := func(a *naiveAttempt) int {
		for _, s := range b.queue.strategies {
			if r, ok := s.(policy.Ranking); ok {
				return r.Class(n.visit(a))
			}
		}
		return 0
	}
	for i, a := range b.waiting {
		if c := rank(a) - rank(b.waiting[best]); c < 0 || c == 0 && newest {
			best = i
		}
	}
	a := b.waiting[best]
	b.waiting = slices.Delete(b.waiting, best, best+1)
	for i, s := range b.queue.strategies {
		if d, ok := s.(policy.Dropping); ok && !d.Keeps(n.view(b, i), n.visit(a)) {
			n.sendAway(a)
			return nil
		}
	}
	return a
}

// newest reports whether the newest of those who wait is next.
func (n *naive) newest(b *naiveBackend) bool {
	for i, s := range b.queue.strategies {
		if o, ok := s.(policy.Ordering); ok {
			return o.Newest(n.view(b, i))
		}
	}
	return false
}

func (n *naive) measured(b *naiveBackend, a *naiveAttempt) {
	for i, s := range b.queue.strategies {
		if m, ok := s.(policy.Measuring); ok {
			m.Measure(n.view(b, i), n.visit(a))
		}
	}
}
