package strategies

import (
	"math"
	"slices"

	"failsim/models/policy"
)

// probing are the parameters of steering that probes endpoints, with the timing
// of Route 53.
var probing = []policy.Param{
	{Name: "probe", Kind: policy.WordKind, Default: "through-lb", Words: []string{"through-lb", "around-lb"},
		About: "through-lb: as clients come; around-lb: the backends themselves, as they are, whatever the LB believes of them; such probes saw nothing on 24 December 2012 (Netflix)"},
	{Name: "interval", Kind: policy.DurationKind, Default: "30s",
		Least: "1s", About: "time between probes; Route 53 standard"},
	spacing,
	{Name: "timeout", Kind: policy.DurationKind, Default: "4s",
		About: "time-out of a probe, whose answer is missing or slow; Route 53, TCP connect"},
	{Name: "threshold", Kind: policy.CountKind, Default: "3",
		Least: "1", About: "failures in a row that make an endpoint unhealthy; Route 53"},
	{Name: "back", Kind: policy.CountKind, Default: "3",
		Least: "1", About: "successes in a row that make it healthy again; Route 53"},
	{Name: "forget", Kind: policy.CountKind, Default: "1",
		Least: "1", About: "successes in a row after which failures before them count no more; 1: an endpoint is unhealthy after failures in a row, as with Route 53; gdnsd 10 (ok_thresh)"},
	{Name: "work", Kind: policy.WordKind, Default: "0", Words: policy.Works(),
		About: "what a probe asks of a backend: 0 waits for a server as a request does, and is refused as one is; request then works as long as one; aside is answered by a port of its own, whatever the queue; assumption"},
	seesErrors, seesSlow,
}

// Parameters of all steering that probes, zones too.
var (
	spacing = policy.Param{Name: "spacing", Kind: policy.WordKind, Default: "from-start", Words: []string{"from-start", "from-end"},
		About: "interval counts from when the last probe went out, or from when it was answered or given up, as HAProxy's does"}
	seesErrors = policy.Param{Name: "sees-errors", Kind: policy.ShareKind, Default: "100%",
		About: "share of the requests failed by a gray fault that probes see fail too: 0% is a shallow /health; assumption"}
	seesSlow = policy.Param{Name: "sees-slow", Kind: policy.ShareKind, Default: "100%",
		About: "share of probes at servers slowed by a fault that take as long as a request there: 0% is a shallow /health; assumption"}
)

// Parameters of steering that judges names or whole regions.
var (
	scope = policy.Param{Name: "scope", Kind: policy.WordKind, Default: "name", Words: []string{"name", "region"},
		About: "name: each name by its own probes; region: all names by the share of the region's names that are well"}
	regionShare = policy.Param{Name: "region-share", Kind: policy.ShareKind, Default: "50%",
		About: "scope region: a region is well while at least this share of the tenant's names there is; assumption"}
)

// probingAs returns those parameters with other defaults, each with its source.
func probingAs(defaults ...policy.Param) []policy.Param {
	list := slices.Clone(probing)
	for _, d := range defaults {
		i := slices.IndexFunc(list, func(p policy.Param) bool { return p.Name == d.Name })
		d.Kind, d.Words, d.Least = list[i].Kind, list[i].Words, list[i].Least
		list[i] = d
	}
	return list
}

// prober probes as those parameters say.
type prober struct{ probes policy.Probes }

// Probes implements policy.Probing.
func (p prober) Probes() policy.Probes { return p.probes }

func proberOf(v policy.Values) prober {
	return prober{policy.Probes{ProbeTiming: timingOf(v), Sight: policy.Sight{
		Work:   policy.Work(slices.Index(policy.Works(), v.Word("work"))),
		Errors: v.Share("sees-errors"),
		Slow:   v.Share("sees-slow"),
	}, Around: v.Word("probe") == "around-lb"}}
}

func timingOf(v policy.Values) policy.ProbeTiming {
	return policy.ProbeTiming{
		Interval:  v.Duration("interval"),
		Timeout:   v.Duration("timeout"),
		Unhealthy: v.Count("threshold"),
		Healthy:   v.Count("back"),
		FromEnd:   v.Word("spacing") == "from-end",
		Forget:    forgetOf(v),
	}
}

// forgetOf is 1 for steering of zones, which has no such parameter.
func forgetOf(v policy.Values) int {
	if _, has := v["forget"]; has {
		return v.Count("forget")
	}
	return 1
}

// bestRank returns which endpoints of a name are of the best rank that has one who
// is well, and whether that is a worse rank than the best of all; if none are well
// it trusts no probe, and all of the best rank count as well.
func bestRank(endpoints []policy.Endpoint, well func(endpoint int) bool) (serving []bool, standby bool) {
	best, of := math.MaxInt, math.MaxInt
	for i, e := range endpoints {
		best = min(best, e.Rank)
		if well(i) {
			of = min(of, e.Rank)
		}
	}
	open := of == math.MaxInt
	if open {
		of = best
	}
	serving = make([]bool, len(endpoints))
	for i, e := range endpoints {
		serving[i] = e.Rank == of && (open || well(i))
	}
	return serving, of > best
}

// nearest returns the weights of an answer that holds only the nearest of those
// endpoints; the first of equals.
func nearest(endpoints []policy.Endpoint, of []bool) []float64 {
	weights, at := make([]float64, len(endpoints)), -1
	for i, e := range endpoints {
		if of[i] && (at < 0 || e.RTT < endpoints[at].RTT) {
			at = i
		}
	}
	if at >= 0 {
		weights[at] = 1
	}
	return weights
}

// promote has the regions of an answer grow.
func promote(endpoints []policy.Endpoint, weights []float64, o policy.SteeringOrders) {
	for i, e := range endpoints {
		if weights[i] > 0 {
			o.Promote(e.Region)
		}
	}
}

// shares returns weights with a sum of 1.
func shares(weights []float64) []float64 {
	list, sum := slices.Clone(weights), 0.0
	for _, w := range weights {
		sum += w
	}
	for i := range list {
		list[i] /= sum
	}
	return list
}
