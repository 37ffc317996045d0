// Package client is the demand: populations whose users ask, resolve, send,
// time out, try again and give up. A request keeps its identity over all its
// attempts, and ends with exactly one outcome.
//
// What becomes of an attempt is known when it is sent, unless its backend is lost
// meanwhile. So a request that will be answered at once waits in a ledger, costs no
// event, and is recorded late, with others; only one that fails is handed to
// package caller, for which every attempt's end is an event. Where clients learn
// from each end, or have several attempts out at a time, all are. It leaves out
// partial answers. Where a request's time goes is in docs/speed.md.
package client

import (
	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/dns"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/station"
	"failsim/sim"
)

// Directory says which LB serves a name at an endpoint, throughout a run.
type Directory interface {
	// LB returns the index of the LB.
	LB(name id.Name, endpoint int) id.LB
}

// Clients are all populations of the tenant.
type Clients struct {
	kernel      *sim.Kernel
	owner       sim.Owner
	populations []population
	primaries   []*route // by name: to its first endpoint
	merged               // who asks; nobody if there is a tape
	tape        *Tape    // on which it stands; nil as a rule
	played      uint64   // requests of the tape
	slot        sim.Slot // of the next arrival
	authority   *dns.Authority
	zones       *dns.Zones
	plane       *balancer.DataPlane
	sink        record.Sink
	mover       record.Mover  // the sink, if it wants to know what steering moves
	mender      record.Mender // the sink, if it answers who has failed
	jitter      sim.Key
	unanswered  sim.Key        // draws which questions resolvers do not answer
	sent        []int          // by name: first attempts that the caller's budget does not know of yet
	answered    ledger         // requests whose first attempt will be answered
	calls       *caller.Caller // all others
	leaves      bool           // some users ask again after the end of a request
	returning   returning

	// Scratch, so that calls through interfaces allocate nothing.
	choice     policy.Choice
	connection policy.Connection
	asker      caller.Asker
	noHop      caller.Hop // of a first attempt whose client has no address yet
	sign       caller.Probe
	identity   identity      // of a request that has left the stream
	back       identity      // who has come back
	asks       *identity     // the request whose client chooses
	memory     policy.Memory // of that client
}

// The events of clients.
const (
	arrive   uint8 = iota // the next request of all streams
	comeBack              // a user who has gone
)

// Before sets for the clients of each name how many requests were sent before
// the run: what retrying makes of past requests is then what a long steady time leaves.
func (c *Clients) Before(name id.Name, requests int) { c.sent[name] += requests }

// Events reports a population whether each attempt's end is an event, and why;
// else it is known when a first attempt is sent whether it will be answered.
func (c *Clients) Events(population int) (why string, so bool) {
	form, why := c.populations[population].Form()
	return why, form != station.Foreseen
}

// HoldsList reports whether clients of a population know every endpoint of their name.
func (c *Clients) HoldsList(population int) bool { return c.populations[population].holdsList }

// InFlight returns how many requests had no outcome at the last Settle.
func (c *Clients) InFlight() int { return c.calls.InFlight() + c.answered.waiting() }

// Arrived returns how many requests have arrived.
func (c *Clients) Arrived() int64 {
	n := c.played + uint64(c.returning.back)
	for i := range c.streams {
		n += c.streams[i].arrived()
	}
	return int64(n)
}
