package queue

import (
	"fmt"
	"slices"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/policy"
)

// retry reads a strategy of the Retrying socket, or the short form of one: attempts
// after waits that follow a distribution, at a budget's expense.
func (r *reader) retry(n file.Node) policy.Retrying {
	if n.HasKey("wait") {
		return r.waits(n)
	}
	s := policy.Read(n, policy.RetryingSocket, r.strategies)
	if s.Strategy == nil || !n.Sound() {
		return nil
	}
	r.retryName = s.Strategy.Name
	return s.Strategy.New(s.Values).(policy.Retrying)
}

// waits reads the short form of the strategy of that name.
func (r *reader) waits(n file.Node) policy.Retrying {
	m := n.Open("retry")
	defer m.Done()
	attempts := file.Need(m, "attempts", unlimitedOr(file.PositiveCountOf))
	wait := file.Need(m, "wait", distribution.Of)
	v := policy.Values{"attempts": {Number: float64(attempts)}, "wait": {Distribution: wait}, "limit": {Word: "none"}, "share": {}, "floor": {}, "tokens": {}}
	file.Get(m, "budget", func(n file.Node) bool { return readBudget(n, v) }, false)
	i := slices.IndexFunc(r.strategies, func(s policy.Strategy) bool { return s.Socket == policy.RetryingSocket && s.Name == "waits" })
	if i < 0 {
		n.Refuse("no strategy for retrying is called waits here")
		return nil
	}
	made := r.strategies[i].New(v).(policy.Retrying)
	r.retryName = fmt.Sprintf("%d attempts after waits", attempts)
	if attempts == Unlimited {
		r.retryName = "attempts without limit"
		if n.Sound() && wait.Quantile(0.5) == 0 {
			m.RefuseAt("wait", "attempts without limit need waits that are longer than 0s, or a full station would be asked for ever at one instant")
		}
	}
	return made
}

// readBudget reads what retries are paid from.
func readBudget(n file.Node, v policy.Values) bool {
	m := n.Open("budget")
	defer m.Done()
	m.Renamed("purse", "tokens")
	v["limit"] = policy.Value{Word: "budget"}
	v["share"] = policy.Value{Number: file.Need(m, "share", file.ProbabilityOf)}
	v["floor"] = policy.Value{Number: file.Get(m, "floor", file.RateOf, file.Rate{Seconds: 1}).PerSecond()}
	v["tokens"] = policy.Value{Number: float64(file.Need(m, "tokens", file.PositiveCountOf))}
	return true
}
