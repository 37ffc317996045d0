package strategies

import (
	"failsim/models/id"
	"failsim/models/policy"
)

var roundRobinEntry = policy.Strategy{
	Name:   "round-robin",
	Called: "rr roundrobin round_robin",
	Socket: policy.BalancingSocket,
	About:  "sends requests to the healthy backends in turn, as AWS's LBs do by default",
	Even:   true,
	Hazard: "blind to load: a slow backend gets as much as a fast one and its queue grows",
	Used:   "the default of nginx, HAProxy and AWS's ALB",
	New:    func(policy.Values) any { return &roundRobin{} },
}

// roundRobin keeps its place in the LB's own cursor. When health changes the
// turn goes on from the same count, so some backend is skipped once.
type roundRobin struct{}

var (
	_ policy.Balancing   = (*roundRobin)(nil)
	_ policy.Indifferent = (*roundRobin)(nil)
)

func (*roundRobin) IgnoresOutstanding() {}

func (*roundRobin) Pick(t *policy.Targets, _ uint64) id.Member {
	b := t.Healthy[*t.Cursor%uint32(len(t.Healthy))]
	*t.Cursor++
	return b
}
