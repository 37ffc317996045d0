package client

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

// find returns where an attempt goes, a request's first, 0, or a later one, and
// whether that is because DNS says so.
func (c *Clients) find(now sim.Time, w *identity, attempt int, p *population) (to *route, byName bool) {
	if p.holdsList {
		if endpoint := c.choose(now, w, attempt, p); endpoint != policy.ByName {
			return p.at(w.name, endpoint), false
		}
	}
	var e int
	var wait time.Duration
	if p.Connecting != nil {
		e, wait = c.connect(now, w, p)
	} else {
		e, wait = c.resolve(now, w)
	}
	if e < 0 {
		if e == broken {
			return p.reset(w.name, int(p.connections[w.user].endpoint)), true
		}
		return &p.nowhere, true
	}
	if c.mover != nil && attempt == 0 && c.authority.Moved(w.name) {
		c.diverted(now, w, e)
	}
	if wait > 0 {
		return p.lookup(w.name, e, now.Add(wait)), true
	}
	return p.at(w.name, e), true
}
