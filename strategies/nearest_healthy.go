package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
)

var nearestHealthyEntry = policy.Strategy{
	Name:   "nearest-healthy",
	Called: "latency-routing latency-based gslb",
	Socket: policy.SteeringSocket,
	Whole:  true,
	About:  "answers DNS with the endpoint that is nearest by round trip of those of the best rank whose probes succeed: latency routing",
	Hazard: "blind to load: a lost region's whole load goes to the next nearest, even if that is full; a distant endpoint does not help clients with short time-outs",
	Used:   "Route 53 (latency), Azure Traffic Manager (performance)",
	Params: slices.Clone(probing),
	New:    func(v policy.Values) any { return &nearestHealthy{proberOf(v)} },
}

// nearestHealthy minds no weights. Round trips are those of the scenario: it
// measures none.
type nearestHealthy struct{ prober }

var (
	_ policy.Steering = (*nearestHealthy)(nil)
	_ policy.Starting = (*nearestHealthy)(nil)
	_ policy.Probing  = (*nearestHealthy)(nil)
)

func (n *nearestHealthy) Start(v policy.SteeringView, o policy.SteeringOrders) {
	for name := range id.Name(v.Names()) {
		n.Steer(name, v, o)
	}
}

func (*nearestHealthy) Steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	endpoints := v.Endpoints(name)
	serving, standby := bestRank(endpoints, func(i int) bool { return v.Healthy(name, i) })
	weights := nearest(endpoints, serving)
	if standby {
		promote(endpoints, weights, o)
	}
	o.Publish(name, weights)
}
