package strategies

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var weightedLeastEntry = policy.Strategy{
	Name:   "weighted-least-request",
	Socket: policy.BalancingSocket,
	About:  "sends each request to a healthy backend with the fewest requests outstanding at this LB for its weight, that to come included",
	Weighs: true,
	Hazard: "a backend that fails fast looks idle, and draws everything while the others are busy",
	Used:   "Envoy's least request with weights, IPVS (wlc)",
	New:    func(policy.Values) any { return &weightedLeast{} },
}

// weightedLeast draws evenly between equals.
type weightedLeast struct{}

var _ policy.Balancing = (*weightedLeast)(nil)

func (*weightedLeast) Pick(t *policy.Targets, u uint64) id.Member {
	best, least, ties := t.Healthy[0], 0.0, uint64(0)
	for _, b := range t.Healthy {
		load := float64(t.InFlight[b]+1) / weightOf(t, b)
		switch {
		case ties == 0 || load < least:
			best, least, ties = b, load, 1
		case load == least:
			ties++
			if sim.Mix(u+ties)%ties == 0 {
				best = b
			}
		}
	}
	return best
}
