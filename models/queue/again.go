package queue

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

// again tries once more after a wait that follows any distribution, if a budget allows
// it: retries are at most a share of first attempts, and a floor a second.
type again struct {
	attempts int // in all; Unlimited
	wait     distribution.Distribution
	budgeted bool
	share    float64
	floor    float64 // a second
	tokens   float64 // at most so many retries are saved up
}

var _ policy.Retrying = (*again)(nil)

func (a *again) Sent(b *policy.Budget) { b.Tokens += a.share }

// Again keeps in the budget what was earned by first attempts, less what was
// spent; what the floor has given follows from the time.
func (a *again) Again(r *policy.Retry, u float64) (time.Duration, bool) {
	if r.Attempt >= a.attempts {
		return 0, false
	}
	if a.budgeted {
		given := a.floor * r.Now.Seconds()
		r.Budget.Tokens = min(r.Budget.Tokens, a.tokens-given)
		if r.Budget.Tokens+given < 1 {
			return 0, false
		}
		r.Budget.Tokens--
	}
	return a.wait.Quantile(u), true
}
