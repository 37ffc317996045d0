package balancer

import (
	"time"

	"slices"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// calledBy has the calls of so many populations begin.
func (c *calling) calledBy(clients Callers, work Spending, populations int) {
	c.clients, c.work, c.populations = clients, work, request.Population(populations)
	rules := slices.Repeat([]caller.Rules{c.rules}, populations)
	c.calls = caller.New(c.kernel, c.key, append(rules, slices.Repeat([]caller.Rules{c.once}, populations)...), len(c.routes), c, c)
}

// population is that whose rules an LB's call follows: of each there are two, the second
// for requests that are not idempotent.
func (c *calling) population(l *LB, hop *caller.Hop) request.Population {
	if l.nonIdempotent(hop) {
		return hop.Ticket.Population + c.populations
	}
	return hop.Ticket.Population
}

// first is the number of no backend from which on what waits for an LB's call is
// numbered, by its slot.
func (c *calling) first() id.Backend { return id.Backend(len(c.plane.backends)) }

// call makes an LB's call for an attempt that it has taken in.
func (c *calling) call(now sim.Time, l *LB, identity, draw uint64, hop *caller.Hop) Answer {
	if !l.Targets {
		return refused(now, request.LBMisconfigured)
	}
	slot := int32(len(c.served))
	if n := len(c.free); n > 0 {
		slot, c.free = c.free[n-1], c.free[:n-1]
	} else {
		c.served = append(c.served, served{})
	}
	c.served[slot] = served{lb: l, ticket: hop.Ticket, until: hop.Until, zone: hop.Zone, out: true}
	name := id.Name(l.index)
	c.calls.Firsts()[name]++
	made, cause := c.calls.CallFor(now, &caller.Asker{Arrived: hop.Since, Client: identity, Draw: draw, Request: hop.Request, Object: hop.Object, Name: name,
		User: request.User(slot), Population: c.population(l, hop)}, hop.Until)
	c.served[slot].made = made
	if cause == request.None {
		cause = request.SlowResponse // if it is not answered in time
	}
	return unknown(cause, c.first()+id.Backend(slot))
}

// over ends what waits for a call, whose client is told no more.
func (c *calling) over(slot int32) {
	c.served[slot].out = false
	c.free = append(c.free, slot)
}

// leave ends an LB's call whose client has left.
func (c *calling) leave(now sim.Time, backend id.Backend) {
	if slot := int32(backend - c.first()); slot >= 0 && c.served[slot].out {
		made := c.served[slot].made
		c.over(slot)
		c.calls.Leave(now, made)
	}
}

// regionLost ends the calls of a region's LBs, which are gone with it.
func (c *calling) regionLost(now sim.Time, region id.Region) {
	r := &c.plane.regions[region]
	for slot := range c.served {
		s := c.served[slot]
		if !s.out || s.lb.Region != region {
			continue
		}
		c.over(int32(slot))
		c.calls.Leave(now, s.made)
		a := lost(r.down)
		if r.resets {
			a = refused(now, r.down)
		}
		c.clients.Report(now, s.ticket, a)
	}
}

// Settled implements caller.Sink: the LB answers its client, unless that has left.
func (c *calling) Settled(s *record.Settlement) {
	slot := int32(s.User)
	w := c.served[slot]
	if w.out {
		c.over(slot)
	}
	a := refused(s.Ended, s.Cause)
	if answered := s.Cause == request.None || s.Cause == request.ServerError; answered && w.out && s.Ended < w.until {
		a.Work = time.Duration(s.Work)
		a.Start = s.Ended.Add(-w.lb.ToPool - a.Work) // of several tries, as if one had taken all of it
	} else {
		c.Given(s.Population, s.Work)
	}
	if w.out && s.Ended < w.until {
		c.clients.Report(s.Ended, w.ticket, a)
	}
}

// Report implements Callers, of the LBs' own tries.
func (c *calling) Report(now sim.Time, t caller.Ticket, what Answer) { c.calls.Report(now, t, what) }

// Next implements Callers: no try waits at the LB that makes it.
func (c *calling) Next(now sim.Time, t caller.Ticket) { c.calls.Next(now, t) }

// Lost implements Callers, of the LBs' own tries. Clients who leave an LB that waits in
// vain have failed for that.
func (c *calling) Lost(now sim.Time, backend id.Backend, cause request.Cause, silent bool) {
	c.calls.Lost(now, backend, cause, silent)
	for slot := range c.served {
		if s := &c.served[slot]; silent && s.out && c.calls.WaitsInVain(s.made, cause) {
			c.clients.Report(now, s.ticket, Answer{Fate: Fate{Cause: cause, Queued: true, Silent: true}, Backend: caller.Nobody})
		}
	}
}

// Arrived implements caller.Sink: what LBs call for has arrived at clients.
func (*calling) Arrived(request.Population, request.User, sim.Time) {}

// Wasted implements caller.Sink.
func (c *calling) Wasted(p request.Population, work int64) { c.work.Wasted(p%c.populations, work) }

// Given implements caller.Sink.
func (c *calling) Given(p request.Population, work int64) { c.work.Given(p%c.populations, work) }

// Find implements caller.Resolver.
func (c *calling) Find(_ sim.Time, a *caller.Asker, _ int) (*caller.Route, bool) {
	return &c.routes[a.Name], false
}

// Other implements caller.Resolver: the LB is one place, and its balancing chooses.
func (*calling) Other(*caller.Asker, int) *caller.Route { return nil }

// Zone implements caller.Resolver: that of the node that the client has come to.
func (c *calling) Zone(_ sim.Time, a *caller.Asker, _ id.Region, _ int) (id.Zone, bool) {
	return c.served[a.User].zone, true
}

// Failed implements caller.Resolver.
func (*calling) Failed(sim.Time, *caller.Asker, int, int, policy.Outcome) {}

// Listed implements caller.Resolver.
func (*calling) Listed(id.Name, int, sim.Time) bool { return true }
