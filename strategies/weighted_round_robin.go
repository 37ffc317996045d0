package strategies

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var weightedRoundRobinEntry = policy.Strategy{
	Name:   "weighted-round-robin",
	Socket: policy.BalancingSocket,
	About:  "takes healthy backends in turn, evenly spread in proportion to their weights, as nginx does",
	Weighs: true,
	Even:   true,
	Hazard: "blind to load: a slow backend gets its weight's share all the same and its queue grows",
	Used:   "nginx, HAProxy, gRPC's weighted round robin",
	New:    func(policy.Values) any { return &weightedRoundRobin{} },
}

// weightedRoundRobin gives each healthy backend its weight at each turn, and
// takes the richest, which pays the sum: smooth weighted round robin.
type weightedRoundRobin struct{}

var (
	_ policy.Balancing   = (*weightedRoundRobin)(nil)
	_ policy.Remembering = (*weightedRoundRobin)(nil)
)

// credits are what each backend has at an LB.
type credits []float64

func (*weightedRoundRobin) Fresh(t *policy.Targets, _ sim.Key) any {
	return make(credits, len(t.InFlight))
}

func (*weightedRoundRobin) Pick(t *policy.Targets, _ uint64) id.Member {
	has, sum := t.Memory.(credits), 0.0
	richest := t.Healthy[0]
	for _, b := range t.Healthy {
		weight := weightOf(t, b)
		sum += weight
		if has[b] += weight; has[b] > has[richest] {
			richest = b
		}
	}
	has[richest] -= sum
	return richest
}
