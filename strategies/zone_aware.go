package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
)

var zoneAwareEntry = policy.Strategy{
	Name:   "zone-aware",
	Called: "locality locality-aware topology-aware az-affinity spillover",
	Socket: policy.FilteringSocket,
	Weighs: true,
	About:  "keeps a request in the zone where it came in, and spills to other zones as fewer backends there are healthy, as Envoy does between priorities",
	Hazard: "a zone with more requests than its part overloads its backends while others idle; sick ones that health checks do not see keep their zone's requests",
	Used:   "Envoy, Kubernetes (topology-aware routing), AWS's ALB without cross-zone balancing",
	Params: []policy.Param{
		{Name: "overprovision", Kind: policy.FactorKind, Default: "1.4", About: "how much more than their part healthy backends of a zone can take; Envoy's overprovisioning_factor"},
		{Name: "least", Kind: policy.CountKind, Default: "6", About: "backends that a pool must have, or zones do not count; Envoy's min_cluster_size"},
	},
	New: func(v policy.Values) any { return &zoneAware{v.Factor("overprovision"), v.Count("least")} },
}

// zoneAware has two priorities: the request's own zone, and all others together.
type zoneAware struct {
	over  float64
	least int
}

var (
	_ policy.Filtering = (*zoneAware)(nil)
	_ policy.Zonal     = (*zoneAware)(nil)
)

func (*zoneAware) MindsZones() {}

func (z *zoneAware) Filter(t *policy.Targets) {
	if t.Zones == nil || t.Members < z.least {
		return
	}
	var members, healthy, weights [2]float64 // of the own zone, of others
	for b := range t.Members {
		members[z.other(t, id.Member(b))]++
	}
	for _, b := range t.Healthy {
		p := z.other(t, b)
		healthy[p]++
		weights[p] += t.Weights[b]
	}
	own, others := spill(healthy[0], members[0], healthy[1], members[1], z.over)
	if others == 0 && own > 0 {
		t.Healthy = slices.DeleteFunc(t.Healthy, func(b id.Member) bool { return z.other(t, b) == 1 })
		return
	}
	for _, b := range t.Healthy {
		if z.other(t, b) == 0 {
			t.Weights[b] *= own / weights[0]
		} else {
			t.Weights[b] *= others / weights[1]
		}
	}
}

// other is 0 for a backend in the zone of the request, else 1.
func (*zoneAware) other(t *policy.Targets, b id.Member) int {
	if t.Zones[b] == t.Zone {
		return 0
	}
	return 1
}

// spill returns how much of the load two priorities get, by how many of their
// backends are healthy: the first all that it can take, the second the rest; where
// both cannot take all, as much as each can of what both can.
func spill(healthy0, of0, healthy1, of1, over float64) (first, second float64) {
	can := func(healthy, of float64) float64 {
		if of == 0 {
			return 0
		}
		return min(1, over*healthy/of)
	}
	first, second = can(healthy0, of0), can(healthy1, of1)
	if all := first + second; all > 0 && all < 1 {
		return first / all, second / all
	}
	return first, min(second, 1-first)
}
