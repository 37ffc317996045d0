package strategies

import (
	"math"
	"time"

	"failsim/models/policy"
)

var backoffEntry = policy.Strategy{
	Name:   "backoff",
	Socket: policy.RetryingSocket,
	About:  "tries again after a random wait whose ceiling doubles, as long as the group's purse of retries lasts",
	Hazard: "an empty purse fails requests that a retry would have saved; without a purse retries multiply an overload",
	Params: []policy.Param{
		{Name: "attempts", Kind: policy.CountKind, Default: "3",
			About: "attempts in all, the first included; 0 counts as 1; AWS SDK standard mode"},
		{Name: "base", Kind: policy.DurationKind, Default: "500ms",
			About: "ceiling of the first wait, doubled each time; assumption"},
		{Name: "cap", Kind: policy.DurationKind, Default: "20s",
			About: "highest ceiling; AWS SDK standard mode"},
		{Name: "budget", Kind: policy.ShareKind, Default: "20%",
			About: "retries that a first attempt earns for the purse; Finagle's RetryBudget; at 0% only the purse of the start is there to spend"},
		{Name: "purse", Kind: policy.CountKind, Default: "10",
			About: "retries in the purse at the start; Finagle's floor of 10/s for one second, which is not topped up here: assumption"},
		{Name: "limit", Kind: policy.WordKind, Default: "purse", Words: []string{"purse", "none"},
			About: "none: retry whatever the purse holds"},
	},
	New: func(v policy.Values) any {
		return &backoff{
			attempts: v.Count("attempts"),
			base:     float64(v.Duration("base")),
			cap:      float64(v.Duration("cap")),
			earned:   v.Share("budget"),
			start:    float64(v.Count("purse")),
			limited:  v.Word("limit") == "purse",
		}
	},
}

// fullPurse is the most retries that a purse holds: AWS's SDK had a bucket of
// 500 tokens, of which a retry cost 5 (aws-sdk-go-v2, retry/standard.go); since
// v1.48.0 it costs 14 (findings/aws-sdk-go-v2-does-not-retry-the-day-after-an-outage.sh).
const fullPurse = 100

// backoff waits uniformly between nothing and the ceiling ("full jitter", AWS
// Architecture Blog, Exponential Backoff and Jitter). Tokens are retries.
type backoff struct {
	attempts int
	base     float64 // nanoseconds
	cap      float64 // nanoseconds
	earned   float64 // tokens a first attempt
	start    float64 // tokens
	limited  bool
}

var _ policy.Retrying = (*backoff)(nil)

func (b *backoff) open(p *policy.Budget) {
	if !p.Opened {
		*p = policy.Budget{Tokens: min(b.start, fullPurse), Opened: true}
	}
}

func (b *backoff) Sent(p *policy.Budget) {
	b.open(p)
	p.Tokens = min(p.Tokens+b.earned, fullPurse)
}

func (b *backoff) Again(r *policy.Retry, u float64) (time.Duration, bool) {
	if r.Attempt >= b.attempts {
		return 0, false
	}
	if b.limited {
		b.open(r.Budget)
		if r.Budget.Tokens < 1 {
			return 0, false
		}
		r.Budget.Tokens--
	}
	ceiling := min(b.cap, math.Ldexp(b.base, r.Attempt-1))
	return time.Duration(u * ceiling), true
}
