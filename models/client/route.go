package client

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// route is what a population meets at one endpoint of one of its names.
type route struct {
	caller.Route
	lb         *balancer.LB  // that serves the name there
	number     id.LB         // of the LB
	whose      *population   // who meets it
	sent       *int          // first attempts to the name, see Clients
	always     *bool         // whether the name has always had one answer, its first endpoint
	waits      time.Duration // how long an LB may take for a first attempt, that its answer comes in time
	events     bool          // each attempt of theirs is an event
	chosen     bool          // or they choose from a list, or keep connections
	endpoint   uint8         // as in Route
	population request.Population
}

// survey looks up the routes of a population.
func (c *Clients) survey(p *population, directory Directory) {
	for name := p.FirstName; name < p.FirstName+id.Name(p.Names); name++ {
		p.width = max(p.width, len(c.authority.Endpoints(name)))
	}
	_, events := p.Rules.EveryAttemptIsAnEvent()
	events = events || p.Events
	p.routes = make([]route, p.Names*p.width)
	all := route{whose: p, events: events, chosen: events || p.holdsList || p.Connecting != nil, population: request.Population(p.index)}
	for i := range p.Names {
		name := p.FirstName + id.Name(i)
		all.sent, all.always = &c.sent[name], c.authority.AlwaysAt(name)
		for e := range c.authority.Endpoints(name) {
			number := directory.LB(name, e)
			lb := c.plane.LB(number)
			all.Route = caller.Route{Endpoint: e, Target: lb, Region: lb.Region, RTT: p.RTT[lb.Region], Minds: all.chosen}
			all.lb, all.number, all.endpoint, all.waits = lb, number, uint8(e), p.waits()-all.RTT
			p.routes[i*p.width+e] = all
		}
		c.primaries[name] = &p.routes[i*p.width]
	}
	p.nowhere = route{Route: caller.Route{Target: nobody{}, Minds: true}, events: events, chosen: true}
}

// at returns the route to a name's endpoint.
func (p *population) at(name id.Name, endpoint int) *route {
	return &p.routes[int(name-p.FirstName)*p.width+endpoint]
}

// find returns where an attempt goes, a request's first, 0, or a later one, and
// whether that is because DNS says so.
func (c *Clients) find(now sim.Time, w *who, attempt int, p *population) (to *route, byName bool) {
	if p.holdsList {
		if endpoint := c.choose(now, w, attempt, p); endpoint != policy.ByName {
			return p.at(w.name, endpoint), false
		}
	}
	var e int
	if p.Connecting != nil {
		e = c.connect(now, w, p)
	} else {
		e = c.resolve(now, w)
	}
	if e == unresolved {
		return &p.nowhere, true
	}
	if c.mover != nil && attempt == 0 && c.authority.Moved(w.name) {
		c.diverted(now, w, e)
	}
	return p.at(w.name, e), true
}

// resolve returns the endpoint in the answer that a client's resolver holds, or
// unresolved.
func (c *Clients) resolve(now sim.Time, w *who) int {
	if c.authority.Always(w.name) {
		return 0
	}
	p := &c.populations[w.population]
	asked, question := p.asked(w, now)
	if c.authority.Silent() && p.Resolvers.Ask() {
		var ok bool
		if asked, ok = c.authority.Heard(w.name, p.resolver(w), asked, now, question); !ok {
			return unresolved
		}
	}
	return c.authority.Resolve(w.name, p.resolver(w), asked, question)
}

// zone returns the zone of the LB node that an attempt connects to. It does not
// matter as long as none is lost.
func (c *Clients) zone(now sim.Time, w *who, region id.Region) id.Zone {
	if !c.plane.ZonesLost() {
		return 0
	}
	zone, _ := c.told(now, w, region, 0)
	return zone
}

// told returns the zone of one of the addresses that a client's resolver was told
// when the client asked it last, if there are so many.
func (c *Clients) told(now sim.Time, w *who, region id.Region, address int) (zone id.Zone, ok bool) {
	var n *connection
	if p := &c.populations[w.population]; p.Connecting != nil && p.connections[w.user].known {
		n = &p.connections[w.user]
		if address, ok = n.to(now, address); !ok {
			return 0, false
		}
		now = n.resolved
	}
	asked, question := c.populations[w.population].asked(w, now)
	if zone, ok = c.zones.Pick(region, asked, w.client+question, address); ok && n != nil {
		n.address = uint8(address)
	}
	return zone, ok
}
