package queue

import (
	"fmt"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
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
	purse    float64 // at most so many retries are saved up
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
		r.Budget.Tokens = min(r.Budget.Tokens, a.purse-given)
		if r.Budget.Tokens+given < 1 {
			return 0, false
		}
		r.Budget.Tokens--
	}
	return a.wait.Quantile(u), true
}

// retry reads a strategy of the Retrying socket, or attempts after waits that
// follow a distribution.
func (r *reader) retry(n file.Node) policy.Retrying {
	if !n.HasKey("wait") {
		s := policy.Read(n, policy.RetryingSocket, r.strategies)
		if s.Strategy == nil || !n.Sound() {
			return nil
		}
		r.retryName = s.Strategy.Name
		return s.Strategy.New(s.Values).(policy.Retrying)
	}
	m := n.Open("retry")
	defer m.Done()
	a := &again{attempts: file.Need(m, "attempts", unlimitedOr(file.PositiveCountOf))}
	a.wait = file.Need(m, "wait", distribution.Of)
	r.retryName = fmt.Sprintf("%d attempts after waits", a.attempts)
	if a.attempts == Unlimited {
		r.retryName = "attempts without limit"
	}
	file.Get(m, "budget", func(n file.Node) bool {
		m := n.Open("budget")
		defer m.Done()
		a.budgeted = true
		a.share = file.Need(m, "share", file.ProbabilityOf)
		a.floor = file.Get(m, "floor", file.RateOf, file.Rate{Seconds: 1}).PerSecond()
		a.purse = float64(file.Need(m, "purse", file.PositiveCountOf))
		return true
	}, false)
	if a.attempts == Unlimited && n.Sound() && a.wait.Quantile(0.5) == 0 {
		m.RefuseAt("wait", "attempts without limit need waits that are longer than 0s, or a full station would be asked for ever at one instant")
	}
	return a
}
