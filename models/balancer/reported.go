package balancer

import (
	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// Watcher probes LBs.
type Watcher interface {
	// Reachable reports what a probe through an LB would meet from now on.
	Reachable(now sim.Time, lb id.LB, c health.Condition)
}

// Callers have attempts at LBs and their backends.
type Callers interface {
	caller.Waiting
	// Lost reports that a backend lost all it was working on. Its callers get
	// no answer if silent, else an error.
	Lost(now sim.Time, backend id.Backend, cause request.Cause, silent bool)
}
