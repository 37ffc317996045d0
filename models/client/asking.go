package client

import (
	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/request"
)

// asking says who asks, for the caller.
func (c *Clients) asking(w *identity) *caller.Asker {
	a := &c.asker // field by field, as in arrive
	a.Arrived, a.Client, a.Draw, a.User, a.Bytes, a.Object, a.Population = w.arrived, w.client, w.draws.Number, w.user, w.bytes, w.object, request.Population(w.population)
	a.Name, a.Number = w.name, int(w.name-c.populations[w.population].FirstName)
	return a
}

// identityOf is the other way round.
func (c *Clients) identityOf(a *caller.Asker) *identity {
	c.identity = identity{arrived: a.Arrived, client: a.Client, draws: balancer.Draws{Number: a.Draw}, name: a.Name, user: a.User, bytes: a.Bytes, object: a.Object, population: int32(a.Population)}
	return &c.identity
}
