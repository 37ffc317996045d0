package strategies

import (
	"failsim/models/id"
	"failsim/models/policy"
)

var weightedRandomEntry = policy.Strategy{
	Name:   "weighted-random",
	Socket: policy.BalancingSocket,
	About:  "draws a healthy backend in proportion to the weights",
	Weighs: true,
	Even:   true,
	Hazard: "blind to load: some backends queue while others idle",
	Used:   "gRPC's weighted targets, Istio's traffic splits",
	New:    func(policy.Values) any { return &weightedRandom{} },
}

// weightedRandom takes the backend in whose part of all weights a draw falls.
type weightedRandom struct{}

var (
	_ policy.Balancing   = (*weightedRandom)(nil)
	_ policy.Indifferent = (*weightedRandom)(nil)
)

func (*weightedRandom) IgnoresOutstanding() {}

func (*weightedRandom) Pick(t *policy.Targets, u uint64) id.Member {
	sum := 0.0
	for _, b := range t.Healthy {
		sum += weightOf(t, b)
	}
	x := float64(u>>11) / (1 << 53) * sum
	upTo := 0.0
	for _, b := range t.Healthy {
		if upTo += weightOf(t, b); x < upTo {
			return b
		}
	}
	return t.Healthy[len(t.Healthy)-1]
}

// weightOf returns how large a backend is beside the others.
func weightOf(t *policy.Targets, backend id.Member) float64 {
	if t.Weights == nil {
		return 1
	}
	return t.Weights[backend]
}
