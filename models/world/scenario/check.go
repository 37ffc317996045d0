package scenario

import (
	"slices"

	"failsim/models/file"
	"failsim/models/policy"
)

// This file reads how load balancers check their backends: in the world for every
// design, and in a design for its own, which states what differs.

// plainCheck is what a check does that says no more than its timing.
var plainCheck = policy.Check{Sight: policy.Sight{Work: policy.Waiting, Errors: 1, Slow: 1}}

func (r *reader) check(n file.Node) policy.Check {
	r.checks = checkLike(plainCheck, false)(n)
	return r.checks
}

// checkLike reads a check. An heir need not say how it runs.
func checkLike(like policy.Check, heir bool) file.Parser[policy.Check] {
	return func(n file.Node) policy.Check {
		m := n.Open("check")
		defer m.Done()
		return policy.Check{
			ProbeTiming: policy.ProbeTiming{
				Interval:  file.Inherit(m, "interval", file.PositiveDurationOf, like.Interval, heir),
				Timeout:   file.Inherit(m, "timeout", file.PositiveDurationOf, like.Timeout, heir),
				Unhealthy: file.Inherit(m, "unhealthy", file.PositiveCountOf, like.Unhealthy, heir),
				Healthy:   file.Inherit(m, "healthy", file.PositiveCountOf, like.Healthy, heir),
				FromEnd:   file.Get(m, "spacing", second("spacing", "from-start", "from-end"), like.FromEnd),
			},
			Sight: policy.Sight{
				Work:   file.Get(m, "work", probeWork, like.Work),
				Errors: file.Get(m, "sees-errors", file.ProbabilityOf, like.Errors),
				Slow:   file.Get(m, "sees-slow", file.ProbabilityOf, like.Slow),
			},
			FailsOpen: file.Get(m, "fails", second("way to fail", "closed", "open"), like.FailsOpen),
		}
	}
}

// second reads one of two words, and tells whether it is the second.
func second(what, first, second string) file.Parser[bool] {
	return func(n file.Node) bool { return file.OneOf(what, first, second)(n) == second }
}

func probeWork(n file.Node) policy.Work {
	return policy.Work(max(0, slices.Index(policy.Works(), file.OneOf("work of a probe", policy.Works()...)(n))))
}
