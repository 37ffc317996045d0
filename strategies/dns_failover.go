package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
)

var dnsFailoverEntry = policy.Strategy{
	Name:   "dns-failover",
	Called: "failover fail-over health-check-routing route53 active-passive-dns failover-routing",
	Socket: policy.SteeringSocket,
	About:  "answers DNS with the best rank of endpoints whose probes through the LB succeed; if none do, as if all did",
	Hazard: "moves a load at once to an endpoint that may be cold or full; scope region sees nothing while most names are well",
	Used:   "Route 53, Azure Traffic Manager, gdnsd, PowerDNS",
	Params: slices.Concat([]policy.Param{scope}, probing, []policy.Param{regionShare}),
	New:    func(v policy.Values) any { return newDNSFailover(v) },
}

// dnsFailover decides from the view alone, so that asking twice changes
// nothing.
type dnsFailover struct {
	prober
	regional    bool
	regionShare float64
}

var (
	_ policy.Steering = (*dnsFailover)(nil)
	_ policy.Probing  = (*dnsFailover)(nil)
)

func newDNSFailover(v policy.Values) *dnsFailover {
	return &dnsFailover{proberOf(v), v.Word("scope") == "region", v.Share("region-share")}
}

func (d *dnsFailover) Steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	if !d.regional {
		d.steer(name, v, o)
		return
	}
	for n := range id.Name(v.Names()) {
		d.steer(n, v, o)
	}
}

func (d *dnsFailover) steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	weights, standby := d.answer(name, v)
	if standby {
		promote(v.Endpoints(name), weights, o)
	}
	o.Publish(name, weights)
}

// answer returns what a name should answer, and whether that is a standby.
func (d *dnsFailover) answer(name id.Name, v policy.SteeringView) (weights []float64, standby bool) {
	endpoints := v.Endpoints(name)
	serving, standby := bestRank(endpoints, func(i int) bool { return d.well(name, i, endpoints[i].Region, v) })
	weights = make([]float64, len(endpoints))
	for i, e := range endpoints {
		if serving[i] {
			weights[i] = e.Weight
		}
	}
	return weights, standby
}

func (d *dnsFailover) well(name id.Name, endpoint int, region id.Region, v policy.SteeringView) bool {
	if d.regional {
		return v.HealthyShare(region) >= d.regionShare
	}
	return v.Healthy(name, endpoint)
}
