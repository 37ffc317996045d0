package queue

import (
	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/policy"
	"fmt"
)

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
		m.Renamed("purse", "tokens")
		defer m.Done()
		a.budgeted = true
		a.share = file.Need(m, "share", file.ProbabilityOf)
		a.floor = file.Get(m, "floor", file.RateOf, file.Rate{Seconds: 1}).PerSecond()
		a.tokens = float64(file.Need(m, "tokens", file.PositiveCountOf))
		return true
	}, false)
	if a.attempts == Unlimited && n.Sound() && a.wait.Quantile(0.5) == 0 {
		m.RefuseAt("wait", "attempts without limit need waits that are longer than 0s, or a full station would be asked for ever at one instant")
	}
	return a
}
