package client

import (
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// resolve returns the endpoint in the answer that a client's resolver holds, or
// unresolved, and how long the client waits for it.
func (c *Clients) resolve(now sim.Time, w *identity) (endpoint int, wait time.Duration) {
	if c.authority.Always(w.name) {
		return 0, 0
	}
	p := &c.populations[w.population]
	if silent := p.Resolvers.Unanswered(); silent > 0 && c.unanswered.Float64(sim.Mix(w.draws.Number)+uint64(now)) < silent {
		if p.Next.After == 0 {
			return unresolved, 0
		}
		wait = p.asksNext(w.user)
	}
	asked, question := p.asked(w, now)
	if c.authority.Silent() && p.Resolvers.Ask() {
		var ok bool
		if asked, ok = c.authority.Heard(w.name, p.Resolvers, p.resolver(w), asked, now, question); !ok {
			return unresolved, 0
		}
	}
	return c.authority.Resolve(w.name, p.resolver(w), asked, question), wait
}

// zone returns the zone of the LB node that an attempt connects to. It does not
// matter as long as none is lost.
func (c *Clients) zone(now sim.Time, w *identity, region id.Region) id.Zone {
	if !c.plane.ZonesLost() {
		return 0
	}
	zone, _ := c.reported(now, w, region, 0)
	return zone
}

// told returns the zone of one of the addresses that a client's resolver was told
// when the client asked it last, if there are so many.
func (c *Clients) reported(now sim.Time, w *identity, region id.Region, address int) (zone id.Zone, ok bool) {
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
