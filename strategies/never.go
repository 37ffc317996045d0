package strategies

import (
	"time"

	"failsim/models/policy"
)

var neverEntry = policy.Strategy{
	Name:   "never",
	Called: "no-retries",
	Socket: policy.RetryingSocket,
	About:  "takes the first failure for an answer",
	Hazard: "a failure of one moment or one server reaches the user",
	Used:   "curl and Go's http.Client by default",
	New:    func(policy.Values) any { return never{} },
}

// never retries.
type never struct{}

var _ policy.Retrying = never{}

func (never) Sent(*policy.Budget) {}

func (never) Again(*policy.Retry, float64) (time.Duration, bool) { return 0, false }
