package queue

import (
	"time"

	"failsim/models/law"
	"failsim/models/policy"
)

// again tries once more after a wait that follows any law.
type again struct {
	attempts int // in all; Unlimited
	wait     law.Law
}

var _ policy.Retrying = (*again)(nil)

func (*again) Sent(*policy.Budget) {}

func (a *again) Again(r *policy.Retry, u float64) (time.Duration, bool) {
	return a.wait.Quantile(u), r.Attempt < a.attempts
}
