package client

import (
	"failsim/models/caller"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// choose has a client with a list choose the endpoint of an attempt. Most do at
// a request's first attempt what they always do.
func (c *Clients) choose(now sim.Time, w *identity, attempt int, p *population) (endpoint int) {
	if habit := p.memories.habit(w.user); habit != 0 && attempt == 0 {
		return endpointOf(habit)
	}
	return c.think(now, w, attempt, p)
}

// think has a client with a list choose, whatever it has chosen before.
func (c *Clients) think(now sim.Time, w *identity, attempt int, p *population) (endpoint int) {
	m := &p.memories
	c.consider(now, w, attempt, m)
	before, nothing := c.memory, policy.Memory{}
	endpoint = p.Where.Choose(&c.choice, c)
	m.keep(w.user, &c.memory)
	if attempt == 0 && before == nothing && c.memory == nothing {
		m.settle(w.user, endpoint)
	}
	return endpoint
}

// Failed implements caller.Resolver: it reports a failure to a client with a list.
func (c *Clients) Failed(now sim.Time, a *caller.Asker, attempts, endpoint int, how policy.Outcome) {
	p := &c.populations[a.Population]
	p.answeredOrNot(a.User, endpoint, how)
	if !p.holdsList {
		return
	}
	w, m := c.identityOf(a), &p.memories
	c.consider(now, w, attempts-1, m)
	p.Where.Failed(&c.choice, endpoint)
	m.keep(w.user, &c.memory)
}

// consider has what a client knows be at hand.
func (c *Clients) consider(now sim.Time, w *identity, attempt int, m *memories) {
	c.asks, c.memory = w, m.all[w.user]
	ch := &c.choice
	ch.Now, ch.Client, ch.Attempt = now, w.client, attempt
	ch.Endpoints, ch.Memory = len(c.authority.Endpoints(w.name)), &c.memory
}

// Probe implements policy.Prober for the client that chooses: it asks the
// name's LB at an endpoint for a sign of life. The probe's round trip is not
// added to the request's: clients probe beside their requests.
func (c *Clients) Probe(endpoint int) bool {
	w := c.asks
	c.sign.Nth = w.draws.Number
	a := c.populations[w.population].at(w.name, endpoint).Target.Probe(c.choice.Now, &c.sign)
	return a.Cause == request.None
}

// Answer implements policy.Prober for the client that chooses. Its list has
// addresses, of which the first is what it takes a name for that has no answer; it
// waits for none.
func (c *Clients) Answer() int {
	endpoint, _ := c.resolve(c.choice.Now, c.asks)
	return max(0, endpoint)
}
