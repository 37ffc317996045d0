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
	if n.open && p.Connecting.Keeps(v) && !c.closed(now, w, p, n) && !c.ended(now, w, p, n) {
		switch {
		case !p.at(w.name, int(n.endpoint)).lb.MovedSince(n.opened):
			return int(n.endpoint), max(0, n.opened.Sub(now))
		case !p.resends:
			n.open = false
			return broken, 0
		}
	}
	if !n.known || p.Connecting.Resolves(v) {
		if endpoint, wait = c.resolve(now, w); endpoint == unresolved {
			n.open = false
			return unresolved, 0
		}
		n.endpoint, n.resolved = uint8(endpoint), now
	}
	n.opened, n.open, n.known, n.address = now.Add(wait), true, true, 0
	n.unheard, n.held = 0, p.silence > 0 && !c.silent(now, w, p, n) && !c.closed(now, w, p, n)
	return int(n.endpoint), wait
}

// ended reports whether the kernel has ended a connection, or what asks it for signs of
// life, as nothing on it has been confirmed for so long.
func (c *Clients) ended(now sim.Time, w *identity, p *population, n *connection) bool {
	switch {
	case p.silence == 0:
		return false
	case !c.silent(now, w, p, n):
		n.unheard = 0
	case n.unheard == 0:
		n.unheard = max(now, 1)
	}
	return n.unheard > 0 && now.Sub(n.unheard) >= p.silence
}

// silent reports whether nothing at all answers where a connection is to.
func (c *Clients) silent(now sim.Time, w *identity, p *population, n *connection) bool {
	to := p.at(w.name, int(n.endpoint))
	if to.lb.Silent() {
		return true
	}
	if !c.plane.ZonesLost() {
		return false
	}
	zone, _ := c.reported(now, w, to.Region, 0)
	return !c.plane.ZoneUp(to.Region, zone) && !c.plane.Refuses(to.Region, zone)
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
// answered, unless that leaves it to the kernel; by then it may have another, elsewhere,
// which stays.
func (p *population) answeredOrNot(u request.User, endpoint int, how policy.Outcome) {
	if p.Connecting != nil && how == policy.Unanswered {
		if n := &p.connections[u]; int(n.endpoint) == endpoint && !n.held {
			n.open = false
		}
	}
}
