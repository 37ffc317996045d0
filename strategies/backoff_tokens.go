package strategies

import (
	"time"

	"failsim/models/policy"
)

// backoff waits for a ceiling that doubles, or a part of it. Its bucket holds tokens.
type backoff struct {
	attempts int
	jitter
	earned     float64 // tokens a first attempt
	start      float64 // tokens
	full, cost float64 // tokens
	limited    bool
	each       bool // client has a budget
}

var _ policy.Retrying = (*backoff)(nil)

// BudgetEach implements policy.BudgetEach.
func (b *backoff) BudgetEach() bool { return b.each }

// AttemptsAtMost implements policy.Limited.
func (b *backoff) AttemptsAtMost() (n int, always bool) { return max(1, b.attempts), !b.limited }

func (b *backoff) open(p *policy.Budget) {
	if !p.Opened {
		*p = policy.Budget{Tokens: b.start, Opened: true}
	}
}

func (b *backoff) Sent(p *policy.Budget) {
	b.open(p)
	p.Tokens = min(p.Tokens+b.earned, b.full)
}

func (b *backoff) Again(r *policy.Retry, u float64) (time.Duration, bool) {
	if r.Attempt >= b.attempts {
		return 0, false
	}
	if b.limited {
		b.open(r.Budget)
		if r.Budget.Tokens < b.cost {
			return 0, false
		}
		r.Budget.Tokens -= b.cost
	}
	return b.wait(r, u), true
}
