package world

import (
	"math"

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

// HeadroomOf works out a design's headroom from what it has bought, given an
// incident. State that is deleted takes a region's LBs and leaves its servers,
// in the worst case; a lost zone takes its share of both; gray servers that are
// slow serve less; a surge of all populations asks for more. Places that serve
// nothing from where the incident strikes are left out of the failover, unless
// there are no others.
func HeadroomOf(s *scenario.Scenario, d *scenario.Design, i *scenario.Incident) Headroom {
	left := leavingOf(s, i)
	h := Headroom{math.Inf(1), math.Inf(1), math.Inf(1)}
	struck := false
	for _, p := range s.World.Places {
		struck = struck || left.strikes(d.Serve[p.Name])
	}
	for _, p := range s.World.Places {
		endpoints := d.Serve[p.Name]
		h.AtRest = min(h.AtRest, atRest(endpoints)-1)
		if struck && !left.strikes(endpoints) {
			continue
		}
		h.Failover = min(h.Failover, left.capacity(endpoints, false)/left.load-1)
		h.Grown = min(h.Grown, left.capacity(endpoints, true)/left.load-1)
	}
	return h
}

// atRest returns by how much the load of a place can grow before the first
// region that serves it at rest is full.
func atRest(endpoints []scenario.Endpoint) float64 {
	home, weights := endpoints[0].Rank, 0.0
	for _, e := range endpoints {
		if e.Rank == home {
			weights += e.Weight
		}
	}
	least := math.Inf(1)
	for _, servers := range endpoints {
		load := 0.0
		for _, e := range endpoints {
			if e.Rank == home && e.Backends == servers.Region {
				load += e.Weight / weights
			}
		}
		if load > 0 {
			least = min(least, servers.Capacity/load)
		}
	}
	return least
}

// leaving is what an incident leaves: by region, whether its LBs are gone and
// which share of its servers works.
type leaving struct {
	noLBs   map[string]bool
	gray    map[string]bool // its servers fail or are slow
	servers map[string]float64
	load    float64
}

func leavingOf(s *scenario.Scenario, i *scenario.Incident) leaving {
	l := leaving{noLBs: map[string]bool{}, gray: map[string]bool{}, servers: map[string]float64{}, load: 1}
	for _, f := range i.Faults {
		for _, p := range s.World.Providers {
			for _, r := range p.Regions {
				name := p.Name + "/" + r.Name
				if _, known := l.servers[name]; !known {
					l.servers[name] = 1
				}
				if f.Region != name && (f.Provider == "" || f.Provider != p.Name) {
					continue
				}
				switch f.Kind {
				case scenario.LoseRegion, scenario.LoseProvider:
					l.noLBs[name], l.servers[name] = true, 0
				case scenario.DeleteState:
					l.noLBs[name] = true
				case scenario.LoseZone:
					l.servers[name] *= 1 - 1/float64(r.Zones)
				case scenario.Gray:
					l.gray[name] = true
					l.servers[name] /= max(1, f.Factor)
				}
			}
		}
		if f.Kind == scenario.DemandSurge && f.Population == "" {
			l.load *= f.Factor
		}
	}
	return l
}

// strikes tells whether the incident takes anything that some endpoints need.
func (l *leaving) strikes(endpoints []scenario.Endpoint) bool {
	for _, e := range endpoints {
		if l.noLBs[e.Region] || l.servers[e.Backends] < 1 {
			return true
		}
	}
	return l.load > 1
}

// capacity adds up the servers that can still be reached.
func (l *leaving) capacity(endpoints []scenario.Endpoint, grown bool) float64 {
	sum := 0.0
	for _, servers := range endpoints {
		reached := false
		for _, e := range endpoints {
			reached = reached || e.Backends == servers.Region && !l.noLBs[e.Region]
		}
		switch {
		case !reached || servers.Backends != servers.Region:
		case grown:
			sum += max(servers.Capacity, servers.GrowsTo) * l.servers[servers.Region]
		default:
			sum += servers.Capacity * l.servers[servers.Region]
		}
	}
	return sum
}

// Spared tells whether an incident leaves one of some endpoints alone: its LBs,
// and the servers behind them.
func Spared(s *scenario.Scenario, i *scenario.Incident, endpoints []scenario.Endpoint) bool {
	left := leavingOf(s, i)
	for _, e := range endpoints {
		if !left.noLBs[e.Region] && !left.gray[e.Backends] && left.servers[e.Backends] == 1 {
			return true
		}
	}
	return false
}
