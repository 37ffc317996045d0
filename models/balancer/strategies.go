package balancer

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// filter is a strategy that filters, and what it is if it may be spared.
type filter struct {
	policy.Filtering
	spares policy.Sparing // or nil
}

// learner is a strategy that learns, with the number of its memory at each LB.
type learner struct {
	policy.Learning
	memory int
}

// sending is an attempt as it was passed on to a backend.
type sending struct {
	backend  id.Member
	sent, at sim.Time // at is when the LB will have the answer
	outcome  policy.Outcome
}
