package scenario

import (
	"slices"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
)

// This file reads how load balancers check their backends: in the world for every
// design, and in a design for its own, which states what differs.

// plainCheck is what a check does that says nothing.
var plainCheck = policy.Check{
	ProbeTiming: policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 5 * time.Second, Unhealthy: 2, Healthy: 10}, // AWS Classic ELB
	Sight:       policy.Sight{Work: policy.Waiting, Errors: 1, Slow: 1},
}

func (r *reader) check(n file.Node) policy.Check {
	r.checks = checkLike(plainCheck, "")(n)
	return r.checks
}

// checkLike reads a check, which for what it does not say is like another; heir says where
// that stands, if it stands in the file.
func checkLike(like policy.Check, heir string) file.Parser[policy.Check] {
	return func(n file.Node) policy.Check {
		m := n.Open("check")
		defer m.Done()
		m.Heir(heir)
		return policy.Check{
			ProbeTiming: policy.ProbeTiming{
				Interval:  file.Get(m, "interval", file.PositiveDurationOf, like.Interval, "how often a server is checked", "AWS Classic ELB"),
				Timeout:   file.Get(m, "timeout", file.PositiveDurationOf, like.Timeout, "how long a check waits for its answer", "AWS Classic ELB"),
				Unhealthy: file.Get(m, "unhealthy", file.PositiveCountOf, like.Unhealthy, "how many failures in a row make a server unhealthy", "AWS Classic ELB"),
				Healthy:   file.Get(m, "healthy", file.PositiveCountOf, like.Healthy, "how many successes in a row make it healthy again", "AWS Classic ELB"),
				FromEnd:   file.Get(m, "spacing", second("spacing", "from-start", "from-end"), like.FromEnd, "from when to when the interval counts", "most load balancers'"),
			},
			Sight: policy.Sight{
				Work:   file.Get(m, "work", probeWork, like.Work, "what a check asks of a server: nothing, its queue, or what a request does; without, its queue"),
				Errors: file.Get(m, "sees-errors", file.ProbabilityOf, like.Errors, "the share of checks that meet errors as requests do", "as a request"),
				Slow:   file.Get(m, "sees-slow", file.ProbabilityOf, like.Slow, "the share of checks that meet slowness as requests do", "as a request"),
			},
			FailsOpen: file.Get(m, "fails", second("way to fail", "closed", "open"), like.FailsOpen, "what a load balancer does when it believes no server healthy: answer with an error, or use all", "AWS Classic ELB"),
		}
	}
}

// second reads one of two words, and reports whether it is the second.
func second(what, first, second string) file.Parser[bool] {
	return func(n file.Node) bool { return file.OneOf(what, first, second)(n) == second }
}

func probeWork(n file.Node) policy.Work {
	return policy.Work(max(0, slices.Index(policy.Works(), file.OneOf("work of a probe", policy.Works()...)(n))))
}
