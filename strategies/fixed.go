package strategies

import (
	"time"

	"failsim/models/policy"
)

var fixedEntry = policy.Strategy{
	Name:   "fixed",
	Socket: policy.RetryingSocket,
	About:  "tries again after a fixed wait, a fixed number of times",
	Hazard: "clients that failed together come back together, and an overload is multiplied by the number of attempts",
	Used:   "scripts, curl's --retry-delay",
	Params: []policy.Param{
		{Name: "attempts", Kind: policy.CountKind, Default: "3",
			Least: "1", About: "attempts in all, the first included; assumption"},
		{Name: "wait", Kind: policy.DurationKind, Default: "1s",
			About: "wait before each further attempt; assumption"},
	},
	New: func(v policy.Values) any { return &fixed{v.Count("attempts"), v.Duration("wait")} },
}

// fixed is the naive client.
type fixed struct {
	attempts int
	wait     time.Duration
}

var _ policy.Retrying = (*fixed)(nil)

// AttemptsAtMost implements policy.Limited.
func (f *fixed) AttemptsAtMost() (n int, always bool) { return max(1, f.attempts), true }

func (*fixed) Sent(*policy.Budget) {}

func (f *fixed) Again(r *policy.Retry, _ float64) (time.Duration, bool) {
	if r.Attempt >= f.attempts {
		return 0, false
	}
	return f.wait, true
}
