package client

import (
	"failsim/models/balancer"
	"failsim/models/record"
	"failsim/sim"
)

// goAway keeps a user who will ask again, as one of a population.
func (c *Clients) goAway(o *record.Settlement, p *population, key sim.Key, until sim.Time) {
	r := &c.returning
	slot := int32(len(r.away))
	if last := len(r.free) - 1; last >= 0 {
		slot, r.free = r.free[last], r.free[:last]
	} else {
		r.away = append(r.away, identity{})
	}
	r.away[slot] = identity{user: o.User, bytes: o.Bytes, draws: balancer.Draws{Number: key.Uint64(2)}, population: p.index}
	c.kernel.Schedule(until, sim.Arrival, c.owner, sim.Event{Kind: comeBack, Arg: uint64(slot)})
}
