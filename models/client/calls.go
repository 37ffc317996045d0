package client

import (
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// asking says who asks, for the caller.
func (c *Clients) asking(w *who) *caller.Asker {
	a := &c.asker // field by field, as in arrive
	a.Arrived, a.Client, a.Draw, a.User, a.Bytes, a.Population = w.arrived, w.client, w.draw, w.user, w.bytes, request.Population(w.population)
	a.Name, a.Number = w.name, int(w.name-c.populations[w.population].FirstName)
	return a
}

// whoIs is the other way round.
func (c *Clients) whoIs(a *caller.Asker) *who {
	c.who = who{arrived: a.Arrived, client: a.Client, draw: a.Draw, name: a.Name, user: a.User, bytes: a.Bytes, population: int32(a.Population)}
	return &c.who
}

// Find implements caller.Resolver.
func (c *Clients) Find(now sim.Time, a *caller.Asker, attempt int) (*caller.Route, bool) {
	to, byName := c.find(now, c.whoIs(a), attempt, &c.populations[a.Population])
	return &to.Route, byName
}

// Other implements caller.Resolver: the next in the list of clients that hold one.
func (c *Clients) Other(a *caller.Asker, than int) *caller.Route {
	n, p := len(c.authority.Endpoints(a.Name)), &c.populations[a.Population]
	if !p.holdsList || n < 2 {
		return nil
	}
	return &p.at(a.Name, (than+1)%n).Route
}

// Zone implements caller.Resolver.
func (c *Clients) Zone(at sim.Time, a *caller.Asker, region id.Region, address int) (zone id.Zone, ok bool) {
	if address == 0 && !c.plane.ZonesLost() {
		return 0, true
	}
	return c.told(at, c.whoIs(a), region, address)
}

// Listed implements caller.Resolver.
func (c *Clients) Listed(name id.Name, endpoint int, at sim.Time) bool {
	return c.authority.Listed(name, endpoint, at)
}

// Told implements caller.Waiting.
func (c *Clients) Told(now sim.Time, t caller.Ticket, what caller.Answer) { c.calls.Told(now, t, what) }

// recorder is what the caller tells: the sink, once that knows of all that was
// answered before.
type recorder Clients

func (r *recorder) Arrived(p request.Population, u request.User, at sim.Time) {
	r.sink.Arrived(p, u, at)
}
func (r *recorder) Wasted(p request.Population, work int64) { r.sink.Wasted(p, work) }

func (r *recorder) Given(p request.Population, work int64) {
	if g, ok := r.sink.(record.Giver); ok {
		g.Given(p, work)
	}
}
func (r *recorder) Settled(o *record.Settlement) {
	(*Clients)(r).tell(o.Ended)
	r.sink.Settled(o)
}

// Lost tells that a backend lost what it was working on.
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

// way returns the route of a request that waits in the ledger, at an index of its
// page.
func (c *Clients) way(i int) (w *who, to *route) {
	a, b := &c.answered.told[i], &c.answered.restore[i]
	c.who = who{population: int32(a.Population), user: a.User, bytes: a.Bytes, draw: b.draw, arrived: a.Arrived}
	p := &c.populations[a.Population]
	p.follow(&c.who)
	return &c.who, p.at(c.who.name, int(b.endpoint))
}

// finishes returns when the answer to a request in the ledger leaves its LB.
func (c *Clients) finishes(i int) sim.Time {
	_, to := c.way(i)
	return c.answered.told[i].Learns.Add(-to.RTT)
}

// recall has the caller go on with a request that waits in the ledger.
func (c *Clients) recall(i int) (slot int32) {
	w, to := c.way(i)
	l, finish := &c.answered, c.finishes(i)
	what := caller.Answer{Backend: l.restore[i].backend, Times: caller.Times{At: finish, Work: time.Duration(l.told[i].Work)}}
	return c.calls.Recall(c.asking(w), &to.Route, l.restore[i].byName, what)
}
