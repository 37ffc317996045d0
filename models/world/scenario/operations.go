package scenario

import (
	"time"

	"failsim/models/distribution"
)

// Operations are what the tenant does with its servers on purpose; nil where it does
// not, but that a rolling update goes as it usually does.
type Operations struct {
	Servers    *Servers
	Rolling    *Rolling
	Scaling    *Scaling
	Evacuation *Evacuation
}

// Servers are how servers start, stop and warm up.
type Servers struct {
	StartsIn    distribution.Distribution
	Fails       float64
	Again       time.Duration
	PreStop     time.Duration
	Grace       time.Duration
	LeavesAfter time.Duration
	Exits       bool
	Cold        float64 // factor on work while cold; 1: never cold
	WarmsIn     time.Duration
	ColdAfter   time.Duration // without work; 0: never
}

// Rolling is how a rolling update goes.
type Rolling struct {
	Surge, Unavailable float64
	MinReady           time.Duration
}

// Scaling is an autoscaler of servers.
type Scaling struct {
	Target      float64
	Period      time.Duration
	Tolerance   float64
	CoolDown    time.Duration
	InWindow    time.Duration
	Least, Most float64 // shares of the servers that there are at first
}

// Evacuation is how traffic is moved away from a region before it is taken down on
// purpose.
type Evacuation struct {
	Ahead, Over, BackAfter time.Duration
}

// Monitoring is who probes for steering; nil: one checker that needs nothing.
type Monitoring struct {
	HealthyIf float64 // more than so many say so
	Checkers  []Checker
}

// Checker is one of them.
type Checker struct {
	Name  string
	Needs string // the service without which its probes fail; "": none
	Keeps bool   // without it, it says what it last said
	Queue string // of which its probes are jobs; "": none
}
