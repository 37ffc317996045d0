// Package dns turns names into endpoints: an authority with the history of each
// name's answer, resolvers that hold answers for a TTL or longer, and health checks
// that go through the LBs and report to steering.
//
// It leaves out the path of a query (resolution takes no time) and negative
// answers. The authority's own failure is silence.
package dns

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// Name is one name of the tenant.
type Name struct {
	Endpoints []policy.Endpoint // primary first
	pick      sim.Key
	answers   []answer // in order of time, the first in force since ever
}

// answer is what the authority says from an instant on.
type answer struct {
	from       sim.Time
	cumulative []float64 // by endpoint, the last is 1
	shares     []float64 // by endpoint, the sum is 1
}

// Authority knows every name's answer, now and before.
type Authority struct {
	names    []Name
	primary  []bool    // by name: it has always had one answer, its first endpoint
	silences []silence // in order of time
}

// NewAuthority returns an authority whose names answer with their endpoints
// of the best rank. picks keys, by name, which of several endpoints a resolver
// is told.
func NewAuthority(picks []sim.Key, endpoints [][]policy.Endpoint) *Authority {
	a := &Authority{names: make([]Name, len(endpoints)), primary: make([]bool, len(endpoints))}
	for i, list := range endpoints {
		weights := make([]float64, len(list))
		best := list[0].Rank
		for _, e := range list {
			best = min(best, e.Rank)
		}
		for j, e := range list {
			if e.Rank == best {
				weights[j] = e.Weight
			}
		}
		a.names[i].Endpoints, a.names[i].pick = list, picks[i]
		a.Publish(id.Name(i), 0, weights)
	}
	return a
}

// Names returns how many names there are.
func (a *Authority) Names() int { return len(a.names) }

// Endpoints returns where a name can be served.
func (a *Authority) Endpoints(name id.Name) []policy.Endpoint { return a.names[name].Endpoints }

// Publish makes an answer known from an instant on. It reports whether the
// answer differs from the one before; weights that are all zero do not count.
func (a *Authority) Publish(name id.Name, from sim.Time, weights []float64) bool {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	if sum <= 0 {
		return false
	}
	cumulative, shares, run := make([]float64, len(weights)), make([]float64, len(weights)), 0.0
	for i, w := range weights {
		run += w
		cumulative[i], shares[i] = run/sum, w/sum
	}
	n := &a.names[name]
	if len(n.answers) > 0 && same(n.answers[len(n.answers)-1].cumulative, cumulative) {
		return false
	}
	n.answers = append(n.answers, answer{from, cumulative, shares})
	a.primary[name] = len(n.answers) == 1 && cumulative[0] >= 1
	return true
}

// Begin makes an answer what a name has said for ever; nothing else was published
// of it.
func (a *Authority) Begin(name id.Name, weights []float64) {
	n := &a.names[name]
	before := n.answers
	if n.answers = nil; !a.Publish(name, 0, weights) {
		n.answers = before
	}
}

// Newest returns the shares of the newest answer for a name, in force or still to
// be published.
func (a *Authority) Newest(name id.Name) []float64 {
	n := &a.names[name]
	return n.answers[len(n.answers)-1].shares
}

// Moved reports whether a name has ever had another answer than its first.
func (a *Authority) Moved(name id.Name) bool { return len(a.names[name].answers) > 1 }

// Steady returns the endpoint that a resolver would hold for a name if the name had
// always had its first answer, and whether the answer of when it asked gives that
// endpoint less than then: else it is chance if a client goes elsewhere.
func (a *Authority) Steady(name id.Name, resolver int, asked sim.Time, question uint64) (endpoint int, less bool) {
	n := &a.names[name]
	steady := &n.answers[0]
	e := n.drawn(steady.cumulative, resolver, question)
	return e, a.answer(name, asked).shares[e] < steady.shares[e]
}

// Always reports whether a name has always had one answer, its first endpoint:
// then it does not matter when a resolver asked.
func (a *Authority) Always(name id.Name) bool { return a.primary[name] }

// Doubt has it matter for a name whether a resolver answers, though its answer is the
// first that it had.
func (a *Authority) Doubt(name id.Name) { a.primary[name] = false }

// AlwaysAt returns where Always looks, for callers that ask at every request.
func (a *Authority) AlwaysAt(name id.Name) *bool { return &a.primary[name] }

// Resolve returns the endpoint that a resolver holds for a name, given when
// it last asked and the number of that question.
func (a *Authority) Resolve(name id.Name, resolver int, asked sim.Time, question uint64) int {
	return a.names[name].drawn(a.answer(name, asked).cumulative, resolver, question)
}

// drawn returns the endpoint of an answer that a resolver is told.
func (n *Name) drawn(c []float64, resolver int, question uint64) int {
	if c[0] >= 1 {
		return 0
	}
	u := n.pick.Float64(sim.Mix(uint64(resolver)) + question)
	e := 0
	for e < len(c)-1 && u >= c[e] {
		e++
	}
	return e
}

// answer returns the answer for a name that is in force at an instant.
func (a *Authority) answer(name id.Name, at sim.Time) *answer {
	answers := a.names[name].answers
	i := len(answers) - 1
	for i > 0 && answers[i].from > at {
		i--
	}
	return &answers[i]
}

// Ordered reports whether the newest answer for a name, in force or still to be
// published, holds an endpoint.
func (a *Authority) Ordered(name id.Name, endpoint int) bool {
	return a.Listed(name, endpoint, sim.Never)
}

// Listed reports whether the answer for a name that is in force at an instant holds
// an endpoint.
func (a *Authority) Listed(name id.Name, endpoint int, at sim.Time) bool {
	c := a.answer(name, at).cumulative
	if endpoint == 0 {
		return c[0] > 0
	}
	return c[endpoint] > c[endpoint-1]
}

func same(a, b []float64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// silence is a share of resolvers' questions that the authority leaves unanswered
// from an instant on.
type silence struct {
	from  sim.Time
	share float64
}
