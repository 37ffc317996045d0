package world

import (
	"math"

	"failsim/models/balancer"
	"failsim/models/control"
)

// layout is the tenant's posture in numbers: LBs, pools of backends, and
// which control plane manages what.
type layout struct {
	lbs      []balancer.LB
	nameOf   []int // by LB
	pools    []balancer.PoolSpec
	growing  map[int][]growing // by region: pools that can grow
	managed  [][]control.Managed
	capacity []float64 // servers of each pool before rounding
}

// layOut sizes the tenant's LBs and backends by the peaks of its demand, and
// by how much higher a burst gets.
func (w *World) layOut(peaks []float64, burst float64) layout {
	l := layout{growing: make(map[int][]growing), managed: make([][]control.Managed, len(w.fixed.Regions))}
	placePeak := make([]float64, len(w.fixed.Places))
	for i, p := range w.scenario.Workload {
		placePeak[w.fixed.Place(p.Place)] += peaks[i]
	}
	for i := range placePeak {
		placePeak[i] += burst
	}
	poolOf := w.layOutPools(&l, placePeak)
	spec := &w.scenario.World.LB
	for i, n := range w.names {
		w.lbOf = append(w.lbOf, len(l.lbs))
		perName := peaks[n.population]/float64(w.scenario.Workload[n.population].Names) + burst
		best := n.endpoints[0].Rank
		for _, e := range n.endpoints {
			best = min(best, e.Rank)
		}
		for j, e := range n.endpoints {
			region := w.fixed.Region(e.Region)
			backends := w.fixed.Region(e.Backends)
			lb := balancer.LB{Region: region, Pool: poolOf[n.place][backends], Targets: true, Nodes: spec.NodesAtPeak,
				NodePerSecond: perName / (float64(spec.NodesAtPeak) * spec.Target)}
			if backends != region {
				lb.ToPool = w.fixed.RTT[region][backends]
			}
			least := min(w.fixed.Regions[region].Zones, spec.NodesAtPeak) // a node in each zone
			if e.Rank > best {                                            // a standby's LBs are reserved at the size of its capacity
				least = spec.NodesAtPeak
				if e.Capacity > 0 {
					least = max(1, int(math.Ceil(min(1, e.Capacity)*float64(spec.NodesAtPeak))))
				}
				lb.Nodes = least
			}
			l.managed[region] = append(l.managed[region], control.Managed{ID: n.id, LB: w.lbOf[i] + j, MinNodes: least})
			l.lbs = append(l.lbs, lb)
			l.nameOf = append(l.nameOf, i)
		}
	}
	return l
}

// layOutPools makes one pool for each place and region with capacity.
func (w *World) layOutPools(l *layout, placePeak []float64) []map[int]int {
	spec := &w.scenario.World.LB
	mean, _ := w.scenario.Service.Time.Mean()
	poolOf := make([]map[int]int, len(w.fixed.Places))
	for place := range w.fixed.Places {
		poolOf[place] = make(map[int]int)
		erlangs := placePeak[place] * mean.Seconds()
		for _, e := range w.choice.Design.Serve[w.fixed.Places[place].Name] {
			if e.Capacity <= 0 {
				continue
			}
			region := w.fixed.Region(e.Region)
			p := balancer.PoolSpec{Name: w.fixed.Places[place].Name + "@" + e.Region, Region: region, Zones: w.fixed.Regions[region].Zones,
				Servers: servers(e.Capacity * erlangs), PerZone: spec.BackendsPerZone, Places: spec.Places}
			if e.GrowsTo > e.Capacity {
				p.Grown = servers(e.GrowsTo * erlangs)
				l.growing[region] = append(l.growing[region], growing{pool: len(l.pools), in: e.GrowsIn})
			}
			poolOf[place][region] = len(l.pools)
			l.pools = append(l.pools, p)
			l.capacity = append(l.capacity, e.Capacity*erlangs)
		}
	}
	return poolOf
}

func servers(erlangs float64) int { return max(1, int(math.Ceil(erlangs-1e-9))) }
