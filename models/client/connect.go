package client

import (
	"time"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// connect returns the endpoint that an attempt of a client by name goes to, or
// unresolved, and how long the client waits until it knows the address.
func (c *Clients) connect(now sim.Time, w *identity, p *population) (endpoint int, wait time.Duration) {
	n := &p.connections[w.user]
	v := &c.connection
	v.Now, v.Opened, v.Used, v.Resolved = now, n.opened, n.used, n.resolved
	n.used = now
	if n.open && p.Connecting.Keeps(v) && !c.closed(now, w, p, n) {
		return int(n.endpoint), max(0, n.opened.Sub(now))
	}
	if !n.known || p.Connecting.Resolves(v) {
		if endpoint, wait = c.resolve(now, w); endpoint == unresolved {
			n.open = false
			return unresolved, 0
		}
		n.endpoint, n.resolved = uint8(endpoint), now
	}
	n.opened, n.open, n.known, n.address = now.Add(wait), true, true, 0
	return int(n.endpoint), wait
}

// closed reports whether the host that a connection is to has closed it, as it does
// that refuses others.
func (c *Clients) closed(now sim.Time, w *identity, p *population, n *connection) bool {
	to := p.at(w.name, int(n.endpoint))
	if !c.plane.ZonesLost() {
		return to.lb.Resets()
	}
	zone, _ := c.reported(now, w, to.Region, 0)
	return c.plane.Refuses(to.Region, zone) || to.lb.Resets()
}

// answeredOrNot closes a client's connection to an endpoint where no server has
// answered; by then it may have another, elsewhere, which stays.
func (p *population) answeredOrNot(u request.User, endpoint int, how policy.Outcome) {
	if p.Connecting != nil && how == policy.Unanswered && int(p.connections[u].endpoint) == endpoint {
		p.connections[u].open = false
	}
}
