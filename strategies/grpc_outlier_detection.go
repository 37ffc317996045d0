package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var grpcOutlierEntry = policy.Strategy{
	Name:   "grpc-outlier-detection",
	Socket: policy.FilteringSocket,
	About:  "ejects backends at the end of an interval in which they failed more than a given share, or more than the others, as gRPC's outlier detection does",
	Hazard: "with its defaults it ejects nothing; with few backends success-rate finds none bad enough; it ejects only up to its limit, and the other bad backends keep their share",
	Used:   "gRPC, where a service asks for it",
	Params: []policy.Param{
		{Name: "by", Kind: policy.WordKind, Default: "failure-share", Words: []string{"failure-share", "success-rate"},
			About: "failure-share: more failed than a threshold, failurePercentageEjection; success-rate: fewer succeeded than the mean less some deviations, successRateEjection"},
		{Name: "enforced", Kind: policy.ShareKind, Default: "0%", About: "share of ejections that are carried out; gRPC's enforcementPercentage: 0% by failure-share, but 100% by success-rate"},
		{Name: "threshold", Kind: policy.ShareKind, Default: "85%", About: "share of failures above which a backend is ejected; gRPC's failurePercentageEjection"},
		{Name: "deviations", Kind: policy.FactorKind, Default: "1.9", About: "number of standard deviations below the mean; gRPC's stdevFactor, in thousandths there"},
		{Name: "hosts", Kind: policy.CountKind, Default: "5", About: "backends that must have the volume, or none is ejected; gRPC's minimumHosts"},
		{Name: "volume", Kind: policy.CountKind, Default: "50", About: "minimum attempts in an interval, below which a backend is not judged; gRPC's requestVolume: 50 by failure-share, but 100 by success-rate"},
		{Name: "interval", Kind: policy.DurationKind, Default: "10s", Least: "1ms", About: "how often backends are judged and let back; gRPC's interval"},
		{Name: "base", Kind: policy.DurationKind, Default: "30s", About: "length of an ejection, multiplied by how often in a row it was ejected; gRPC's baseEjectionTime"},
		{Name: "cap", Kind: policy.DurationKind, Default: "300s", About: "an ejection is no longer, or as long as base; gRPC's maxEjectionTime"},
		{Name: "most", Kind: policy.ShareKind, Default: "10%", About: "share of the pool's backends: one more may be ejected while fewer than that are out; gRPC's maxEjectionPercent"},
	},
	New: func(v policy.Values) any {
		return &grpcOutlier{byRate: v.Word("by") == "success-rate", enforced: v.Share("enforced"), threshold: v.Share("threshold"), deviations: v.Factor("deviations"),
			hosts: v.Count("hosts"), volume: v.Count("volume"), interval: v.Duration("interval"), base: v.Duration("base"),
			longest: max(v.Duration("base"), v.Duration("cap")), most: v.Share("most")}
	},
}

func (g *grpcOutlier) Fresh(t *policy.Targets, key sim.Key) any {
	return &judged{of: make([]suspect, len(t.InFlight)), next: sim.Time(g.interval), key: key}
}

// Spares implements policy.Sparing.
func (g *grpcOutlier) Spares(t *policy.Targets) (spares, lasts bool) {
	m := t.Memory.(*judged)
	g.to(m, t.Now, t.Members)
	return m.out == 0, false
}

func (g *grpcOutlier) Filter(t *policy.Targets) {
	m := t.Memory.(*judged)
	if g.to(m, t.Now, t.Members); m.out > 0 {
		t.Healthy = slices.DeleteFunc(t.Healthy, func(b id.Member) bool { return m.of[b].out })
	}
}

// Learn counts whom the client left as a failure, as gRPC does: there the client
// is the balancer, and its deadline its own.
func (g *grpcOutlier) Learn(t *policy.Targets, e *policy.Ending) {
	m := t.Memory.(*judged)
	g.to(m, e.Ended, t.Members)
	if e.Outcome == policy.Succeeded {
		m.of[e.Backend].good++
	} else {
		m.of[e.Backend].bad++
	}
}
