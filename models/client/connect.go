package client

import (
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// connection is what a user who goes by a name remembers of the last one: one
// for all its attempts, as in HTTP/2. Whether an attempt goes over it is decided
// where it is sent. A caller closes it when nobody answers in time; an answer
// that is an error is an answer, and leaves it open. It leaves out pools of
// connections, what opening one takes, and who closes one that is idle before
// the client does: that costs a request nothing, as libraries open another.
type connection struct {
	opened, used, resolved sim.Time
	endpoint               uint8
	address                uint8 // of those at the endpoint: the first that answered
	known                  bool  // the client had one before
	open                   bool
}

// connect returns the endpoint that an attempt of a client by name goes to, or
// unresolved.
func (c *Clients) connect(now sim.Time, w *who, p *population) (endpoint int) {
	n := &p.connections[w.user]
	v := &c.connection
	v.Now, v.Opened, v.Used, v.Resolved = now, n.opened, n.used, n.resolved
	n.used = now
	if n.open && p.Connecting.Keeps(v) && !c.closed(now, w, p, n) {
		return int(n.endpoint)
	}
	if !n.known || p.Connecting.Resolves(v) {
		to := c.resolve(now, w)
		if to == unresolved {
			n.open = false
			return unresolved
		}
		n.endpoint, n.resolved = uint8(to), now
	}
	n.opened, n.open, n.known, n.address = now, true, true, 0
	return int(n.endpoint)
}

// closed tells whether the host that a connection is to has closed it, as it does
// that refuses others.
func (c *Clients) closed(now sim.Time, w *who, p *population, n *connection) bool {
	if !c.plane.ZonesLost() {
		return false
	}
	region := p.at(w.name, int(n.endpoint)).Region
	zone, _ := c.told(now, w, region, 0)
	return c.plane.Refuses(region, zone)
}

// to returns which address an attempt goes to that was sent at an instant and would
// try one. Over a connection that was there before, there is only one.
func (n *connection) to(sent sim.Time, address int) (which int, ok bool) {
	switch {
	case address == 0:
		return int(n.address), true
	case n.opened < sent:
		return 0, false
	}
	return address, true
}

// answeredOrNot closes a client's connection to an endpoint where nobody has
// answered; by then it may have another, elsewhere, which stays.
func (p *population) answeredOrNot(u request.User, endpoint int, how policy.Outcome) {
	if p.Connecting != nil && how == policy.Unanswered && int(p.connections[u].endpoint) == endpoint {
		p.connections[u].open = false
	}
}
