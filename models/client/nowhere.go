package client

import (
	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

const (
	// unresolved is the endpoint of an answer that a resolver did not get.
	unresolved = -1
	// broken is that of a connection which its host has no more.
	broken = -2
)

// nowhere is the target of a client whose resolver has no answer: the resolver tells
// it so at once. It leaves out resolvers that let their clients wait.
type nowhere struct{}

func noAddress(now sim.Time) caller.Answer {
	return caller.Answer{Fate: caller.Fate{Cause: request.NameNotResolved}, Backend: -1, Times: caller.Times{At: now}}
}

// Send implements caller.Target.
func (nowhere) Send(now sim.Time, _, _ uint64, _ *caller.Hop) caller.Answer {
	return noAddress(now)
}

// Resume implements caller.Target.
func (nowhere) Resume(now sim.Time, _, _ uint64, _ *caller.Hop) caller.Answer { return noAddress(now) }

// Probe implements caller.Target.
func (nowhere) Probe(now sim.Time, _ *caller.Probe) caller.Answer { return noAddress(now) }

// Left implements caller.Target.
func (nowhere) Left(*caller.Hop) (untried, others int, nonIdempotent bool) { return 0, 0, false }

// Open implements caller.Target.
func (nowhere) Open(id.Backend, sim.Time, bool) {}

// Close implements caller.Target.
func (nowhere) Close(sim.Time, id.Backend, sim.Time, policy.Outcome) {}

// Withdraw implements caller.Target.
func (nowhere) Withdraw(id.Backend, sim.Time) {}
