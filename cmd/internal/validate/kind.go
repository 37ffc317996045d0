package validate

import (
	"failsim/cmd/internal/validate/oracle"
	"failsim/sim"
)

// Simulator answers a case from one replication of the models. size is how
// many requests (or what else the kind counts) the replication should be long,
// warm-up not counted.
type Simulator func(c *oracle.Case, size int, key sim.Key) Estimates

// Kind is one kind of case. A nil function is a way that it is not answered.
type Kind struct {
	Name     string
	Compute  Compute
	Simulate Simulator
	// System answers a case from a queueing system; it stands in for Simulate.
	// size is as there.
	System func(c *oracle.Case, size int) System
	// Omits are metrics that a simulation is asked for and does not measure, and
	// why.
	Omits map[string]string
	// Own reports that cases bring their files, whose length is their own.
	Own bool
	// Fixed reports that nothing in it is left to chance: it is run once.
	Fixed bool
}

// How says in which ways a kind or a case is answered.
type How string

// The ways.
const (
	Computed  How = "computed"
	Simulated How = "simulated"
	Both      How = "both"
	Neither   How = ""
)

func how(computed, simulated bool) How {
	switch {
	case computed && simulated:
		return Both
	case computed:
		return Computed
	case simulated:
		return Simulated
	}
	return Neither
}

// How says in which ways the kind is answered.
func (k Kind) How() How { return how(k.Compute != nil, k.simulated()) }

func (k Kind) simulated() bool { return k.Simulate != nil || k.System != nil }
