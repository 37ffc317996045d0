package strategies

import (
	"math"
	"time"

	"failsim/models/policy"
)

var dnsFailoverEntry = policy.Strategy{
	Name:   "dns-failover",
	Socket: policy.SteeringSocket,
	About:  "answers DNS with the best rank of endpoints whose probes through the LB succeed; if none do, as if all did",
	Hazard: "moves a load at once to a place that may be cold or full; scope region sees nothing while most names are well",
	Params: []policy.Param{
		{Name: "scope", Kind: policy.WordKind, Default: "name", Words: []string{"name", "region"},
			About: "name: each name by its own probes; region: all names by the share of the region's names that are well"},
		{Name: "probe", Kind: policy.WordKind, Default: "through-lb", Words: []string{"through-lb", "around-lb"},
			About: "through-lb: as clients come; around-lb: the backends themselves, as they are, whatever the LB believes of them; such probes saw nothing on 24 December 2012 (Netflix)"},
		{Name: "interval", Kind: policy.DurationKind, Default: "30s",
			About: "time between probes, at least 1s; Route 53 standard"},
		{Name: "timeout", Kind: policy.DurationKind, Default: "4s",
			About: "until an unanswered probe has failed; Route 53, TCP connect"},
		{Name: "threshold", Kind: policy.CountKind, Default: "3",
			About: "failures in a row that make an endpoint unhealthy, at least 1; Route 53"},
		{Name: "back", Kind: policy.CountKind, Default: "3",
			About: "successes in a row that make it healthy again, at least 1; Route 53"},
		{Name: "region-share", Kind: policy.ShareKind, Default: "50%",
			About: "scope region: a region is well while at least this share of the tenant's names there is; assumption"},
	},
	New: func(v policy.Values) any {
		return &dnsFailover{
			probes: policy.Probes{ProbeTiming: policy.ProbeTiming{
				Interval:  max(v.Duration("interval"), time.Second),
				Timeout:   v.Duration("timeout"),
				Unhealthy: max(v.Count("threshold"), 1),
				Healthy:   max(v.Count("back"), 1),
			}, Around: v.Word("probe") == "around-lb"},
			regional:    v.Word("scope") == "region",
			regionShare: v.Share("region-share"),
		}
	},
}

// dnsFailover decides from the view alone, so that asking twice changes
// nothing.
type dnsFailover struct {
	probes      policy.Probes
	regional    bool
	regionShare float64
}

var (
	_ policy.Steering = (*dnsFailover)(nil)
	_ policy.Probing  = (*dnsFailover)(nil)
)

func (d *dnsFailover) Probes() policy.Probes { return d.probes }

func (d *dnsFailover) Steer(name int, v policy.SteeringView, o policy.SteeringOrders) {
	if !d.regional {
		d.steer(name, v, o)
		return
	}
	for n := range v.Names() {
		d.steer(n, v, o)
	}
}

func (d *dnsFailover) steer(name int, v policy.SteeringView, o policy.SteeringOrders) {
	endpoints := v.Endpoints(name)
	best, serving := math.MaxInt, math.MaxInt
	for i, e := range endpoints {
		best = min(best, e.Rank)
		if d.well(name, i, e.Region, v) {
			serving = min(serving, e.Rank)
		}
	}
	open := serving == math.MaxInt // nobody is well: trust the probes no longer
	if open {
		serving = best
	}
	weights := make([]float64, len(endpoints))
	for i, e := range endpoints {
		if e.Rank == serving && (open || d.well(name, i, e.Region, v)) {
			weights[i] = e.Weight
			if serving > best {
				o.Promote(e.Region)
			}
		}
	}
	o.Publish(name, weights)
}

func (d *dnsFailover) well(name, endpoint, region int, v policy.SteeringView) bool {
	if d.regional {
		return v.HealthyShare(region) >= d.regionShare
	}
	return v.Healthy(name, endpoint)
}
