package client

import (
	"failsim/models/request"
	"failsim/sim"
)

// diverted reports a request whose first attempt DNS, or a route, takes to an
// endpoint, if it would go elsewhere while all is steady.
func (c *Clients) diverted(now sim.Time, w *identity, to int) {
	p := &c.populations[w.population]
	asked, question := p.asked(w, now)
	steady, less := c.authority.Steady(w.name, p.resolver(w), asked, question)
	if less && steady != to {
		c.mover.Diverted(request.Population(w.population), now, c.plane.Serves(now, p.at(w.name, steady).number))
	}
}
