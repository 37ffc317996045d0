package strategies

import (
	"math/bits"

	"failsim/models/id"
	"failsim/models/policy"
)

var randomEntry = policy.Strategy{
	Name:   "random",
	Socket: policy.BalancingSocket,
	About:  "sends each request to a healthy backend drawn evenly",
	Even:   true,
	Hazard: "blind to load: some backends queue while others idle",
	Used:   "caddy's default, Envoy's random",
	New:    func(policy.Values) any { return &random{} },
}

// random needs no state and no counts, so LBs cannot fall into step.
type random struct{}

var (
	_ policy.Balancing   = (*random)(nil)
	_ policy.Indifferent = (*random)(nil)
)

func (*random) IgnoresOutstanding() {}

func (*random) Pick(t *policy.Targets, u uint64) id.Member {
	i, _ := bits.Mul64(u, uint64(len(t.Healthy)))
	return t.Healthy[i]
}
