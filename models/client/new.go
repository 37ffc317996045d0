package client

import (
	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/dns"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// New builds the clients and schedules their first arrivals.
func New(k *sim.Kernel, key sim.Key, populations []Population, streams []Stream, authority *dns.Authority,
	zones *dns.Zones, plane *balancer.DataPlane, directory Directory, sink record.Sink) *Clients {
	c := &Clients{kernel: k, authority: authority, zones: zones, plane: plane, sink: sink, jitter: key.Named("jitter"), unanswered: key.Named("unanswered"),
		primaries: make([]*route, authority.Names())}
	c.sign = caller.Probe{Key: c.jitter.Named("probe"), Sign: true}
	c.owner = k.Register(c)
	c.mover, _ = sink.(record.Mover)
	c.mender, _ = sink.(record.Mender)
	var rules []caller.Rules
	for i := range populations {
		populations[i].TargetsRetry, populations[i].TargetsServe = plane.Retrying(), plane.Serving()
		rules = append(rules, populations[i].Rules.Rules)
	}
	c.calls = caller.New(k, key, rules, authority.Names(), c, (*recorder)(c))
	c.sent = c.calls.Firsts()
	plane.CalledBy(c, (*recorder)(c), len(populations))
	c.populations = populationsOf(key, populations)
	for i := range c.populations {
		p := &c.populations[i]
		if p.holdsList = p.Where.HoldsList(); p.holdsList {
			p.memories = newMemories(p.Users)
		}
		c.leaves = c.leaves || p.Returns != nil || p.Thinks != nil || p.Session != nil || len(p.Starts) > 0
		if p.Session != nil {
			p.playing = make([]playing, p.Users)
		}
		if p.Returns != nil {
			p.away = make([]bool, p.Users)
		}
		if p.Connecting != nil {
			p.connections = make([]connection, p.Users)
			if e, endures := p.Connecting.(policy.Enduring); endures {
				p.silence, p.resends = e.Silence(), e.Resends()
			}
		}
		if p.Resolvers.Quiet() {
			for i := range p.Names {
				authority.Doubt(p.FirstName + id.Name(i))
			}
		}
		c.survey(p, directory)
	}
	c.merged = newMerged(streams, c.populations, plane.Service())
	c.slot = k.Reserve(sim.Arrival, c.owner, sim.Event{Kind: arrive})
	k.Set(c.slot, c.begin())
	return c
}

// survey looks up the routes of a population.
func (c *Clients) survey(p *population, directory Directory) {
	for name := p.FirstName; name < p.FirstName+id.Name(p.Names); name++ {
		p.width = max(p.width, len(c.authority.Endpoints(name)))
	}
	form, _ := p.Form()
	events := form != station.Foreseen
	p.routes = make([]route, p.Names*p.width)
	all := route{whose: p, events: events, chosen: events || p.holdsList || p.Connecting != nil, population: request.Population(p.index)}
	for i := range p.Names {
		name := p.FirstName + id.Name(i)
		all.sent, all.always = &c.sent[name], c.authority.AlwaysAt(name)
		for e := range c.authority.Endpoints(name) {
			number := directory.LB(name, e)
			lb := c.plane.LB(number)
			all.Route = caller.Route{Endpoint: e, Target: c.plane.Target(number), Region: lb.Region, RTT: p.RTT[lb.Region], Minds: all.chosen}
			all.lb, all.number, all.endpoint, all.waits = lb, number, uint8(e), p.waits()-all.RTT
			p.routes[i*p.width+e] = all
		}
		c.primaries[name] = &p.routes[i*p.width]
	}
	p.nowhere = route{Route: caller.Route{Target: nowhere{}, Minds: true}, events: events, chosen: true}
}
