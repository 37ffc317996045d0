package queue

import (
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
	"time"
)

// Stream is requests of one kind: how they arrive and what their clients do.
type Stream struct {
	Name     string
	Arrivals Arrivals
	To       Target
	Class    int                       // of priority, 0 first
	Patience distribution.Distribution // nil: endless; after it, who still waits for a server leaves
	Timeout  time.Duration             // 0: none; after it the client goes, and its work stays
	Retry    policy.Retrying
	// RetryName is what the file calls it. MostWaiting is how many clients who have
	// failed may be about to try again, DefaultMostWaiting if 0; a run that has
	// more is stopped.
	RetryName   string
	MostWaiting int
	Objects     *Objects // nil: what is asked for has no name
}

// Arrivals is a process of arrivals, or a number of clients that wait for
// answers.
type Arrivals struct {
	PerSecond float64                   // in the long run; of a closed stream, at most
	Clients   int                       // closed, if above 0
	Think     distribution.Distribution // of closed clients
	poisson   bool
	varies    bool // with the time, so that nothing is steady but over whole periods
	// process makes the state of one run, whose time 0 is at origin.
	process func(key sim.Key, origin sim.Time) distribution.Process
}
