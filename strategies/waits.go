package strategies

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

var waitsEntry = policy.Strategy{
	Name:   "waits",
	Socket: policy.RetryingSocket,
	About:  "tries again after a wait of any distribution, while attempts last and a budget that grows with the time and with first attempts",
	Hazard: "a budget that is full does not hold back the first burst of an outage",
	Used:   "Finagle's RetryBudget (a share of first attempts and a floor a second); models of retrial queues",
	Params: []policy.Param{
		{Name: "attempts", Kind: policy.CountKind, Default: "3",
			Least: "1", About: "attempts in all, the first included; assumption"},
		{Name: "wait", Kind: policy.DistributionKind, Default: "1s",
			About: "wait before each further attempt: a duration, or a distribution like {exponential: {mean: 1s}}; assumption"},
		{Name: "share", Kind: policy.ShareKind, Default: "20%",
			About: "retries that a first attempt earns; Finagle's RetryBudget"},
		{Name: "floor", Kind: policy.RateKind, Default: "10/s",
			About: "retries a second that are earned whatever is sent; Finagle's RetryBudget"},
		{Name: "tokens", Kind: policy.CountKind, Default: "100",
			About: "retries that are saved up at most; Finagle forgets what is ten seconds old, which is its floor's 100 at rest"},
		{Name: "limit", Kind: policy.WordKind, Default: "budget", Words: []string{"budget", "none"},
			About: "none: retry whatever the budget holds"},
	},
	New: func(v policy.Values) any {
		return &waits{v.Count("attempts"), v.Distribution("wait"), v.Word("limit") == "budget", v.Share("share"), v.PerSecond("floor"), float64(v.Count("tokens"))}
	},
}

type waits struct {
	attempts int
	wait     distribution.Distribution
	limited  bool
	share    float64
	floor    float64 // a second
	tokens   float64 // at most so many retries are saved up
}

var (
	_ policy.Retrying = (*waits)(nil)
	_ policy.Limited  = (*waits)(nil)
)

// AttemptsAtMost implements policy.Limited.
func (w *waits) AttemptsAtMost() (n int, always bool) { return max(1, w.attempts), !w.limited }

func (w *waits) Sent(b *policy.Budget) { b.Tokens += w.share }

// Again keeps in the budget what was earned by first attempts, less what was
// spent; what the floor has given follows from the time.
func (w *waits) Again(r *policy.Retry, u float64) (time.Duration, bool) {
	if r.Attempt >= w.attempts {
		return 0, false
	}
	if w.limited {
		given := float64(w.floor * r.Now.Seconds())
		r.Budget.Tokens = min(r.Budget.Tokens, w.tokens-given)
		if r.Budget.Tokens+given < 1 {
			return 0, false
		}
		r.Budget.Tokens--
	}
	return w.wait.Quantile(u), true
}
