package client

import (
	"failsim/sim"
)

// choose has a client with a list choose the endpoint of an attempt, given what
// DNS says.
func (c *Clients) choose(now sim.Time, w *who, attempt, answer int) (endpoint int) {
	ch := &c.choice
	ch.Now, ch.Client, ch.Attempt, ch.Answer = now, w.client, attempt, answer
	ch.Endpoints = len(c.authority.Endpoints(w.name))
	ch.Memory = &c.populations[w.population].memories[w.user]
	c.probing = w
	return c.rules.Choosing.Choose(ch, c)
}

// Probe implements policy.Prober for the request being sent: it asks the
// name's LB at an endpoint for a sign of life. The probe's round trip is not
// added to the request's: clients probe beside their requests.
func (c *Clients) Probe(endpoint int) bool {
	w := c.probing
	condition := c.plane.Condition(int(c.populations[w.population].at(w.name, endpoint).lb))
	if condition.Fails {
		return false
	}
	return condition.Gray == 0 || c.jitter.Named("probe").Float64(w.draw) >= condition.Gray
}

// failed tells a client with a list that its attempt has failed.
func (c *Clients) failed(now sim.Time, r *inFlight) {
	ch := &c.choice
	ch.Now, ch.Client, ch.Attempt = now, r.client, int(r.attempts)-1
	ch.Endpoints = len(c.authority.Endpoints(r.name))
	ch.Memory = &c.populations[r.population].memories[r.user]
	c.rules.Choosing.Failed(ch, r.endpoint)
}
