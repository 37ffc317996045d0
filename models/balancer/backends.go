package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/sim"
)

// Part is some of a region's backends: those of a zone, of every so many the
// first few in each pool, or both, then of the zone's. So it is the same part
// whatever a design has bought.
type Part struct {
	Zone  id.Zone // -1: of every zone
	First int     // of every Of backends of a pool, or of a zone in it, in their order
	Of    int     // 0: all
}

// Each has those backends of a pool looked at that are in the part, of so many that
// stand in zones, and returns how many it is of.
func (p Part) Each(n int, zone func(i int) id.Zone, look func(i int)) (of int) {
	for i := range n {
		if p.Zone >= 0 && zone(i) != p.Zone {
			continue
		}
		if p.Of == 0 || of%p.Of < p.First {
			look(i)
		}
		of++
	}
	return of
}

// LoseBackends takes a part of a region's backends down, or gives it back. Their
// LBs are not touched: those pass requests on to them until checks have noticed.
func (d *DataPlane) LoseBackends(now sim.Time, region id.Region, part Part, as Death, lost bool) {
	d.eachOf(region, part, func(b *backend) { b.lost[as] += sign(lost) })
	d.settleBackends(now, region)
}

// GrayBackends makes a part of a region's backends gray, or gives back what the
// same fault took.
func (d *DataPlane) GrayBackends(now sim.Time, region id.Region, part Part, fault Gray, lost bool) {
	d.eachOf(region, part, func(b *backend) {
		if lost {
			b.own = append(b.own, fault)
		} else {
			i := slices.Index(b.own, fault)
			b.own = slices.Delete(b.own, i, i+1)
		}
	})
	d.judgeGrays(now)
}

// RegrayBackends makes a part of a region's backends gray by some faults instead of
// others.
func (d *DataPlane) RegrayBackends(now sim.Time, region id.Region, part Part, from, to []Gray) {
	d.eachOf(region, part, func(b *backend) { b.own = b.own.instead(from, to) })
	d.judgeGrays(now)
}

func (d *DataPlane) eachOf(region id.Region, part Part, change func(*backend)) {
	for _, p := range d.pools {
		if p.region != region {
			continue
		}
		part.Each(len(p.backends), func(i int) id.Zone { return p.backends[i].zone }, func(i int) { change(&p.backends[i]) })
	}
}
