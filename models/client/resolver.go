package client

import (
	"failsim/models/caller"
	"failsim/models/id"
	"failsim/sim"
)

// Find implements caller.Resolver.
func (c *Clients) Find(now sim.Time, a *caller.Asker, attempt int) (*caller.Route, bool) {
	to, byName := c.find(now, c.identityOf(a), attempt, &c.populations[a.Population])
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
	return c.reported(at, c.identityOf(a), region, address)
}

// Listed implements caller.Resolver.
func (c *Clients) Listed(name id.Name, endpoint int, at sim.Time) bool {
	return c.authority.Listed(name, endpoint, at)
}

// Next implements caller.Waiting.
func (c *Clients) Next(now sim.Time, t caller.Ticket) { c.calls.Next(now, t) }

// Report implements caller.Waiting.
func (c *Clients) Report(now sim.Time, t caller.Ticket, what caller.Answer) {
	c.calls.Report(now, t, what)
}
