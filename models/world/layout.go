package world

import (
	"math"

	"failsim/models/balancer"
	"failsim/models/control"
	"failsim/models/id"
)

// layout is the tenant's posture in numbers: LBs, pools of backends, and
// which control plane manages what.
type layout struct {
	lbs     []balancer.LB
	nameOf  []id.Name // by LB
	pools   []balancer.PoolSpec
	growing map[id.Region][]growing // by region: pools that can grow
	managed [][]control.Managed
}

// layOut sizes the tenant's LBs and backends by the peaks of its demand, and
// by how much higher a burst gets.
func (w *World) layOut(peaks []float64, burst float64) layout {
	l := layout{growing: make(map[id.Region][]growing), managed: make([][]control.Managed, len(w.fixed.Regions))}
	poolOf := w.layOutPools(&l, busyAtPeak(w.scenario, w.fixed, peaks, burst))
	spec, lbs := &w.scenario.World.LB, 0
	for _, n := range w.names {
		lbs += len(n.endpoints)
	}
	l.lbs, l.nameOf = make([]balancer.LB, 0, lbs), make([]id.Name, 0, lbs)
	for i, n := range w.names {
		w.lbOf = append(w.lbOf, id.LB(len(l.lbs)))
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
			l.managed[region] = append(l.managed[region], control.Managed{ID: n.id, LB: w.lbOf[i] + id.LB(j), MinNodes: least})
			l.lbs = append(l.lbs, lb)
			l.nameOf = append(l.nameOf, id.Name(i))
		}
	}
	return l
}

// layOutPools makes one pool for each place and region with capacity.
func (w *World) layOutPools(l *layout, busy []float64) []map[id.Region]int {
	poolOf := make([]map[id.Region]int, len(w.fixed.Locations))
	for place := range id.Location(len(w.fixed.Locations)) {
		poolOf[place] = make(map[id.Region]int)
		for _, e := range w.choice.Design.Serve[w.fixed.Locations[place].Name] {
			if e.Capacity <= 0 {
				continue
			}
			p := poolSpec(w.scenario, w.fixed, place, e, busy[place])
			if e.GrowsTo > e.Capacity {
				l.growing[p.Region] = append(l.growing[p.Region], growing{pool: len(l.pools), in: e.GrowsIn, orders: e.Orders})
			}
			w.spare(&p)
			poolOf[place][p.Region] = len(l.pools)
			l.pools = append(l.pools, p)
		}
	}
	return poolOf
}
