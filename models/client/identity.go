package client

import (
	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// who is the identity of a request: its user, what follows from who that is, and
// its own draws.
type identity struct {
	arrived    sim.Time
	client     uint64         // hash of the user, the same for all requests; of the trace's client before
	draws      balancer.Draws // of its first attempt; those of others have numbers behind its own
	name       id.Name
	user       request.User
	bytes      uint32 // of the answer, 0 if unknown
	object     uint32 // that is asked for, 0 if unknown
	population int32
}

// identify says which users of their populations clients are. Two independent
// users must not share all that follows from a client, so that the user comes
// first and everything else is a hash of the user.
func identify(clients []identity, whose []*population) {
	whose = whose[:len(clients)]
	for i := range clients {
		w, p := &clients[i], whose[i]
		w.population = p.index
		w.user = request.User(scale(w.client, p.Users))
		p.follow(w)
	}
}

// follow says what follows from the user: one hash, of which the name has one
// half and the resolver the other.
func (p *population) follow(w *identity) {
	w.client = p.clients.Uint64(uint64(w.user))
	w.name = p.FirstName + id.Name(scale(w.client, p.Names))
}

// resolver returns a user's resolver.
func (p *population) resolver(w *identity) int { return scale(w.client<<32, p.Resolvers.Len()) }

// asked returns when a user's resolver last asked, and the number of that
// question.
func (p *population) asked(w *identity, now sim.Time) (at sim.Time, question uint64) {
	if p.Resolvers.Quiet() {
		return p.Resolvers.AskedFor(int(w.name-p.FirstName), p.resolver(w), now)
	}
	return p.Resolvers.Asked(p.resolver(w), now)
}

// scale maps 64 uniform bits to 0..n-1, by the 32 highest.
func scale(h uint64, n int) int { return int((h >> 32) * uint64(n) >> 32) }
