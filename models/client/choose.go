package client

import (
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// choose has a client with a list choose the endpoint of an attempt.
func (c *Clients) choose(now sim.Time, w *who, attempt int) (endpoint int) {
	m := &c.populations[w.population].memories
	c.consider(now, w, attempt, m)
	endpoint = c.rules.Choosing.Choose(&c.choice, c)
	m.keep(w.user, &c.memory)
	return endpoint
}

// failed tells a client with a list that its attempt has failed.
func (c *Clients) failed(now sim.Time, r *inFlight) {
	m := &c.populations[r.population].memories
	c.consider(now, &r.who, int(r.attempts)-1, m)
	c.rules.Choosing.Failed(&c.choice, r.endpoint)
	m.keep(r.user, &c.memory)
}

// consider has what a client knows be at hand.
func (c *Clients) consider(now sim.Time, w *who, attempt int, m *memories) {
	c.asks, c.memory = w, m.of(w.user)
	ch := &c.choice
	ch.Now, ch.Client, ch.Attempt = now, w.client, attempt
	ch.Endpoints, ch.Memory = len(c.authority.Endpoints(w.name)), &c.memory
}

// Probe implements policy.Prober for the client that chooses: it asks the
// name's LB at an endpoint for a sign of life. The probe's round trip is not
// added to the request's: clients probe beside their requests.
func (c *Clients) Probe(endpoint int) bool {
	w := c.asks
	condition := c.plane.Condition(int(c.populations[w.population].at(w.name, endpoint).lb))
	if condition.Fails {
		return false
	}
	return condition.Gray == 0 || c.jitter.Named("probe").Float64(w.draw) >= condition.Gray
}

// Answer implements policy.Prober for the client that chooses.
func (c *Clients) Answer() int { return c.resolve(c.choice.Now, c.asks) }

// memories are what the users of a population remember. Most have nothing to
// remember: a bit a user says so, which stays in a near cache, where the
// memories themselves would be fetched from afar for every request.
type memories struct {
	all  []policy.Memory
	some []uint64 // a bit for each user whose memory is not zero
}

func newMemories(users int) memories {
	return memories{make([]policy.Memory, users), make([]uint64, (users+63)/64)}
}

// of returns what a user remembers.
func (m *memories) of(u request.User) policy.Memory {
	if m.some[u/64]>>(u%64)&1 == 0 {
		return policy.Memory{}
	}
	return m.all[u]
}

// keep has a user remember something, as a rule nothing.
func (m *memories) keep(u request.User, memory *policy.Memory) {
	word, bit := &m.some[u/64], uint64(1)<<(u%64)
	if *memory == (policy.Memory{}) {
		*word &^= bit
		return
	}
	*word |= bit
	m.all[u] = *memory
}
