package world

import (
	"math"

	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// Bill is what a design costs its tenant, in US dollars.
type Bill struct {
	PerHour float64
	// PerFailoverHour is what an hour costs on top while every name of one
	// place is served outside its primary region and standbys have grown.
	PerFailoverHour float64
}

const (
	hoursPerMonth = 730 // 8,760 / 12
	bytesPerGB    = 1e9
)

// Cost prices a design by the scenario's list prices: LBs, servers, traffic
// through LBs and out to clients, DNS queries and health checks. peaks are
// those of the populations, means their mean rates, burst is as in Input; all
// are real rates a second.
func Cost(s *scenario.Scenario, m *topology.Map, d *scenario.Design, peaks, means []float64, burst float64) Bill {
	var b Bill
	p := &s.Prices // of all
	service, _ := s.Service.Time.Mean()
	steered := len(d.Tenant[policy.SteeringSocket]) > 0
	for _, place := range m.Locations {
		load := loadOf(s, d, place.Name, peaks, means)
		if load.names == 0 {
			continue
		}
		gbPerHour := load.mean * 3600 * s.Service.AnswerBytes / bytesPerGB
		erlangs := (load.peak + burst) * service.Seconds()
		primary := s.PricesIn(d.Serve[place.Name][0].Region)
		b.PerHour += float64(float64(s.World.LB.Other)*primary.LBHour) + float64(gbPerHour*(primary.LBGB+primary.EgressGB))
		b.PerHour += float64(gbPerHour * dearer(s, d.Serve[place.Name], primary))
		b.PerHour += float64(dnsQueries(s, d, load) / 1e6 * p.DNSMillion)
		worst := 0.0
		for i, e := range d.Serve[place.Name] {
			here := s.PricesIn(e.Region)
			b.PerHour += float64(float64(load.names) * here.LBHour)
			if steered {
				b.PerHour += float64(float64(load.names) * p.DNSCheckMonth / hoursPerMonth)
			}
			rest, all := runs(d, e, e.Capacity*erlangs, float64(atRestIn(d.Serve[place.Name], i)*load.mean*service.Seconds())), 0
			if e.Capacity > 0 {
				b.PerHour += float64(float64(rest) * here.ServerHour)
				all = runs(d, e, max(e.Capacity, e.GrowsTo)*erlangs, float64(load.mean*service.Seconds()))
			}
			extra := float64(float64(max(0, all-rest)) * here.ServerHour)
			if e.Orders != nil && e.Orders.Reserved {
				b.PerHour, extra = b.PerHour+extra, 0
			}
			if e.Backends != e.Region {
				extra += float64(gbPerHour * s.PricesIn(e.Backends).BetweenRegionsGB)
			}
			if i > 0 {
				worst = math.Max(worst, extra)
			}
		}
		b.PerFailoverHour += worst
	}
	return b
}

// runs is how many servers of an endpoint run: as many as were bought, or as an
// autoscaler keeps busy at its target by the mean load.
func runs(d *scenario.Design, e scenario.Endpoint, bought, busy float64) int {
	if e.Capacity <= 0 {
		return 0
	}
	n, a := servers(bought), d.Operations.Scaling
	if a == nil {
		return n
	}
	count := func(share float64) int { return servers(share * float64(n)) }
	return max(count(a.Least), min(count(a.Most), servers(busy/a.Target)))
}

// atRestIn is the share of a place's load that an endpoint has while all is well: that of
// its weight, if it is of the first rank.
func atRestIn(list []scenario.Endpoint, i int) float64 {
	all := 0.0
	for _, e := range list {
		if e.Rank == list[0].Rank {
			all += e.Weight
		}
	}
	if list[i].Rank != list[0].Rank {
		return 0
	}
	return list[i].Weight / all
}

// dearer is what a GB costs more than in the primary region where endpoints share the load: those
// of the first rank, by their weights.
func dearer(s *scenario.Scenario, list []scenario.Endpoint, primary scenario.Prices) float64 {
	all, more := 0.0, 0.0
	for _, e := range list {
		if e.Rank == list[0].Rank {
			here := s.PricesIn(e.Region)
			all += e.Weight
			more += float64(e.Weight * (here.LBGB + here.EgressGB - primary.LBGB - primary.EgressGB))
		}
	}
	return more / all
}

type load struct {
	peak, mean float64 // requests a second
	names      int
	resolvers  int
}

func loadOf(s *scenario.Scenario, d *scenario.Design, place string, peaks, means []float64) load {
	var l load
	for i, pop := range s.Workload {
		if pop.Location == place {
			l.peak += peaks[i]
			l.mean += means[i]
			l.names += pop.Names
			l.resolvers += s.ClientsOf(d, i).Resolvers
		}
	}
	return l
}

// dnsQueries returns queries an hour: a resolver asks at most once a TTL and
// name, and never more often than its clients do.
func dnsQueries(s *scenario.Scenario, d *scenario.Design, l load) float64 {
	perTTL := float64(l.resolvers) * float64(l.names) / d.TTL.Hours() * s.Prices.DNSQueriesPerTTL
	return math.Min(perTTL, l.mean*3600)
}
