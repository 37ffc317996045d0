package strategies

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

// backoff waits for a ceiling that doubles, or a part of it. Its bucket holds tokens.
type backoff struct {
	attempts int
	jitter
	earned     float64 // tokens a first attempt
	floor      float64 // tokens a second
	start      float64 // tokens
	full, cost float64 // tokens
	throttled  throttled
	differs    bool // that from others, or there is a floor
	limited    bool
	each       bool // client has a budget
}

// throttled is what a retry costs and waits after an answer that there was no room.
type throttled struct {
	cost float64
	jitter
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
	if b.differs {
		return b.differently(r, u)
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

// differently tells want of room from other failures, and knows of a floor.
func (b *backoff) differently(r *policy.Retry, u float64) (time.Duration, bool) {
	cost, waits := b.cost, &b.jitter
	if r.Cause.Throttled() {
		cost, waits = b.throttled.cost, &b.throttled.jitter
	}
	if b.limited && !b.pays(r.Budget, r.Now, cost) {
		return 0, false
	}
	return waits.wait(r, u), true
}

// pays takes a retry's cost out of a budget, if it holds as much by now.
func (b *backoff) pays(p *policy.Budget, now sim.Time, cost float64) bool {
	b.open(p)
	if b.floor > 0 {
		p.Tokens = min(p.Tokens+float64(b.floor*now.Sub(p.At).Seconds()), b.full)
		p.At = now
	}
	if p.Tokens < cost {
		return false
	}
	p.Tokens -= cost
	p.Paid = cost
	return true
}
