package client

import (
	"failsim/models/policy"
	"failsim/sim"
)

// choose has a client with a list choose the endpoint of its next attempt,
// given what DNS says, and keeps whether it took that.
func (c *Clients) choose(now sim.Time, r *inFlight, answer int) {
	ch := &c.choice
	ch.Now, ch.Client, ch.Attempt, ch.Answer = now, r.client, int(r.attempts), answer
	ch.Endpoints = len(c.authority.Endpoints(r.name))
	ch.Memory = &c.populations[r.population].memories[r.user]
	c.probing = r
	if endpoint := c.rules.Choosing.Choose(ch, c); endpoint != policy.ByName {
		r.endpoint, r.byName = endpoint, false
	}
}

// Probe implements policy.Prober for the request being sent: it asks the
// name's LB at an endpoint for a sign of life. The probe's round trip is not
// added to the request's: clients probe beside their requests.
func (c *Clients) Probe(endpoint int) bool {
	r := c.probing
	condition := c.plane.Condition(c.directory.LB(r.name, endpoint))
	if condition.Fails {
		return false
	}
	return condition.Gray == 0 || c.jitter.Named("probe").Float64(r.draw) >= condition.Gray
}

// failed tells a client with a list that its attempt has failed.
func (c *Clients) failed(now sim.Time, r *inFlight) {
	ch := &c.choice
	ch.Now, ch.Client, ch.Attempt = now, r.client, int(r.attempts)-1
	ch.Endpoints = len(c.authority.Endpoints(r.name))
	ch.Memory = &c.populations[r.population].memories[r.user]
	c.rules.Choosing.Failed(ch, r.endpoint)
}
