package world

import (
	"math"

	"failsim/models/id"
	"failsim/models/world/scenario"
)

// Headroom is the spare capacity of a design as a share of the load's peak, at
// the place where it is scarcest: 0.5 is half as much again, -1 is no capacity
// at all.
type Headroom struct {
	AtRest   float64 // traffic goes home, as weights share it
	Failover float64 // all of it goes to what the incident leaves, as standbys are
	Grown    float64 // and once standbys have grown
}

// HeadroomOf works out a design's headroom from the servers that result from
// what it has bought, against what keeps pools busy, given an incident. State that is deleted takes a region's
// LBs and leaves its servers, in the worst case; a lost zone takes its LB nodes
// and the servers in it; gray servers that are slow serve less; a surge of all
// populations asks for more. Places that serve nothing from where the incident
// strikes are left out of the failover, unless there are no others.
func HeadroomOf(s *scenario.Scenario, d *scenario.Design, i *scenario.Incident, pools []Pool) Headroom {
	left := leavingOf(s, i)
	h := Headroom{math.Inf(1), math.Inf(1), math.Inf(1)}
	struck := false
	for _, p := range s.World.Locations {
		struck = struck || left.strikes(d.Serve[p.Name])
	}
	for _, p := range s.World.Locations {
		endpoints, here := d.Serve[p.Name], poolsOf(pools, p.Name)
		h.AtRest = min(h.AtRest, atRest(endpoints, here)-1)
		if struck && !left.strikes(endpoints) {
			continue
		}
		h.Failover = min(h.Failover, left.capacity(endpoints, here, false)/left.load-1)
		h.Grown = min(h.Grown, left.capacity(endpoints, here, true)/left.load-1)
	}
	return h
}

// poolsOf returns the pools of a place.
func poolsOf(pools []Pool, place string) (here []*Pool) {
	for i := range pools {
		if pools[i].Location == place {
			here = append(here, &pools[i])
		}
	}
	return here
}

// atRest returns by how much the load of a place can grow before the first
// region that serves it at rest is full.
func atRest(endpoints []scenario.Endpoint, pools []*Pool) float64 {
	primary, weights := endpoints[0].Rank, 0.0
	for _, e := range endpoints {
		if e.Rank == primary {
			weights += e.Weight
		}
	}
	least := math.Inf(1)
	for _, p := range pools {
		load := 0.0
		for _, e := range endpoints {
			if e.Rank == primary && e.Backends == p.Region {
				load += e.Weight / weights
			}
		}
		if load > 0 {
			least = min(least, p.Share()/load)
		}
	}
	return least
}

func leavingOf(s *scenario.Scenario, i *scenario.Incident) leaving {
	l := leaving{noLBs: map[string]bool{}, gray: map[string]bool{}, zones: map[string]map[id.Zone]bool{}, does: map[string]float64{}, load: 1}
	for _, p := range s.World.Providers {
		for _, r := range p.Regions {
			name := p.Name + "/" + r.Name
			l.zones[name], l.does[name] = map[id.Zone]bool{}, 1
			for _, f := range i.Faults {
				if f.Region == name || f.Provider == p.Name {
					makers[f.Kind].takes(&l, name, f)
				}
			}
		}
	}
	for _, f := range i.Faults {
		if f.Kind == scenario.DemandSurge && f.Population == "" {
			l.load *= f.Factor
		}
	}
	return l
}

// Spared reports whether an incident leaves one of some endpoints alone: its LBs,
// and the servers behind them.
func Spared(s *scenario.Scenario, i *scenario.Incident, endpoints []scenario.Endpoint) bool {
	left := leavingOf(s, i)
	for _, e := range endpoints {
		if !left.noLBs[e.Region] && !left.gray[e.Region] && !left.gray[e.Backends] && left.whole(e.Backends) {
			return true
		}
	}
	return false
}
