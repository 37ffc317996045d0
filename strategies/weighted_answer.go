package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
)

var weightedAnswerEntry = policy.Strategy{
	Name:   "weighted-answer",
	Called: "active-active weighted weighted-dns weighted-routing",
	Socket: policy.SteeringSocket,
	About:  "answers DNS with every endpoint by its weight, whatever its rank: active-active; with probes those that fail are left out",
	Hazard: "the others get a lost endpoint's load at once, whether or not they were bought for it; without probes the lost share stays lost",
	Used:   "Route 53 and Azure Traffic Manager (weighted)",
	Params: slices.Concat(probing, []policy.Param{
		{Name: "checks", Kind: policy.WordKind, Default: "probes", Words: []string{"probes", "none"},
			About: "probes: endpoints that are not well are left out; none: plain weighted DNS, which people change"},
	}),
	New: func(v policy.Values) any { return &weightedAnswer{proberOf(v), v.Word("checks") == "probes"} },
}

// weightedAnswer trusts no probe where no endpoint is well.
type weightedAnswer struct {
	prober
	checks bool
}

var (
	_ policy.Steering = (*weightedAnswer)(nil)
	_ policy.Starting = (*weightedAnswer)(nil)
	_ policy.Probing  = (*weightedAnswer)(nil)
)

func (w *weightedAnswer) Start(v policy.SteeringView, o policy.SteeringOrders) {
	for name := range id.Name(v.Names()) {
		w.Steer(name, v, o)
	}
}

func (w *weightedAnswer) Steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	endpoints := v.Endpoints(name)
	weights, all, some := make([]float64, len(endpoints)), make([]float64, len(endpoints)), false
	for i, e := range endpoints {
		all[i] = e.Weight
		if !w.checks || v.Healthy(name, i) {
			weights[i], some = e.Weight, true
		}
	}
	if !some {
		weights = all
	}
	o.Publish(name, weights)
}
