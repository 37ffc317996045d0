package client

import (
	"failsim/models/balancer"
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// Lost reports that a backend lost what it was working on.
func (c *Clients) Lost(now sim.Time, backend id.Backend, cause request.Cause, silent bool) {
	c.answered.keep(func(i int) bool {
		lost := c.answered.restore[i].backend == backend && c.finishes(i) > now
		if lost {
			c.recall(i)
		}
		return !lost
	})
	c.calls.Lost(now, backend, cause, silent)
}

// Cut has clients hear nothing more of what they have sent through an LB.
func (c *Clients) Cut(now sim.Time, lb id.LB) {
	c.answered.keep(func(i int) bool {
		_, to := c.way(i)
		cut := to.number == lb && c.finishes(i) > now
		if cut {
			c.recall(i)
		}
		return !cut
	})
	target := c.plane.Target(lb)
	c.calls.Cut(now, func(r *caller.Route) bool {
		late, is := r.Target.(*lookup)
		return r.Target == target || is && late.Target == target
	}, request.ServiceDown)
}

// Settle has the sink know of every request that has arrived, and of every
// outcome by now. Until then it may not know of those that were answered or
// will be.
func (c *Clients) Settle(now sim.Time) {
	l := &c.answered
	for c.report(now); l.waiting() > 0; l.head++ {
		if l.reported[l.head].Learns <= now { // it was behind one who still waits
			c.sink.Answered(l.reported[l.head : l.head+1])
		} else {
			c.calls.Await(c.recall(l.head), l.reported[l.head].Learns)
		}
	}
}

// way returns the route of a request that waits in the ledger, at an index of its
// page.
func (c *Clients) way(i int) (w *identity, to *route) {
	a, b := &c.answered.reported[i], &c.answered.restore[i]
	c.identity = identity{population: int32(a.Population), user: a.User, bytes: a.Bytes, draws: balancer.Draws{Number: b.draw}, arrived: a.Arrived}
	p := &c.populations[a.Population]
	p.follow(&c.identity)
	return &c.identity, p.at(c.identity.name, int(b.endpoint))
}

// finishes returns when the answer to a request in the ledger leaves its LB.
func (c *Clients) finishes(i int) sim.Time {
	_, to := c.way(i)
	return c.answered.reported[i].Learns.Add(-to.RTT)
}

// recall has the caller go on with a request that waits in the ledger.
func (c *Clients) recall(i int) (slot int32) {
	w, to := c.way(i)
	l, finish := &c.answered, c.finishes(i)
	what := caller.Answer{Backend: l.restore[i].backend, Times: caller.Times{At: finish, Work: time.Duration(l.reported[i].Work)}}
	return c.calls.Recall(c.asking(w), &to.Route, l.restore[i].byName, what)
}
