package world

import (
	"math"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// Pool is what the capacity of an endpoint comes to: capacity is asked for as a
// share of a place's peak, but servers are whole, and so are backends and zones.
type Pool struct {
	Location, Region string
	Asked            float64 // share of the place's peak
	Busy             float64 // servers that the place's peak keeps busy
	Servers          int
	Zones            []int // servers in each zone
	Backends         []int // servers of each backend, zones in turns
	Grown            int   // servers after promotion; as many as before if it does not grow
	GrownZones       []int
}

// Share returns the capacity that results, as a share of the place's peak.
func (p *Pool) Share() float64 { return float64(p.Servers) / p.Busy }

// Postures returns the pools of a design, by place and in the order of its
// endpoints. peaks and burst are as in Input.
func Postures(s *scenario.Scenario, m *topology.Map, d *scenario.Design, peaks []float64, burst float64) (list []Pool) {
	busy := busyAtPeak(s, m, peaks, burst)
	for place := range id.Location(len(m.Locations)) {
		for _, e := range d.Serve[m.Locations[place].Name] {
			if e.Capacity <= 0 {
				continue
			}
			spec := poolSpec(s, m, place, e, busy[place])
			p := Pool{Location: m.Locations[place].Name, Region: e.Region, Asked: e.Capacity, Busy: busy[place],
				Servers: spec.Servers, Grown: max(spec.Servers, spec.Grown)}
			now, added := spec.Backends()
			p.Backends, p.Zones = now, byZone(make([]int, spec.Zones), now)
			p.GrownZones = byZone(append([]int(nil), p.Zones...), added)
			list = append(list, p)
		}
	}
	return list
}

// byZone adds the servers of backends, which take the zones in turns, to those
// of the zones.
func byZone(zones, backends []int) []int {
	for i, n := range backends {
		zones[i%len(zones)] += n
	}
	return zones
}

// busyAtPeak returns, by place, how many servers its peak keeps busy.
func busyAtPeak(s *scenario.Scenario, m *topology.Map, peaks []float64, burst float64) []float64 {
	mean, _ := s.Service.Time.Mean()
	busy := make([]float64, len(m.Locations))
	for i, p := range s.Workload {
		busy[m.Location(p.Location)] += peaks[i]
	}
	for i := range busy {
		busy[i] = (busy[i] + burst) * mean.Seconds()
	}
	return busy
}

// poolSpec sizes the pool of an endpoint.
func poolSpec(s *scenario.Scenario, m *topology.Map, place id.Location, e scenario.Endpoint, busy float64) balancer.PoolSpec {
	region, lb := m.Region(e.Region), &s.World.LB
	p := balancer.PoolSpec{Name: m.Locations[place].Name + "@" + e.Region, Region: region, Zones: m.Regions[region].Zones,
		Servers: servers(e.Capacity * busy), PerZone: lb.BackendsPerZone, QueueCapacity: lb.QueueCapacity}
	if e.GrowsTo > e.Capacity {
		p.Grown = servers(e.GrowsTo * busy)
	}
	return p
}

func servers(erlangs float64) int { return max(1, int(math.Ceil(float64(erlangs)-1e-9))) }
