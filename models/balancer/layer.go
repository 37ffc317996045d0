package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/sim"
)

// What is wrong with a region's LBs and with nothing else. Backends behind them work
// on, and finish what they have begun; of what an LB had taken in and not passed on,
// nothing is lost when it fails.

// LoseLBs takes a region's LBs down, or gives them back: nothing answers at their
// addresses.
func (d *DataPlane) LoseLBs(now sim.Time, region id.Region, lost bool) {
	d.regions[region].lbsLost += sign(lost)
	d.judge(region)
	d.announce(now)
}

// RegrayLBs makes a region's LBs fail a share of requests and forward as many times
// fewer as they are slow, by some faults instead of others.
func (d *DataPlane) RegrayLBs(now sim.Time, region id.Region, from, to []Gray) {
	r := &d.regions[region]
	r.lbGrays = r.lbGrays.instead(from, to)
	d.resizeIn(now, region)
	d.judgeGrays(now)
}

// RegrayLB makes one LB fail a share of requests by some faults instead of others.
func (d *DataPlane) RegrayLB(now sim.Time, lb id.LB, from, to []Gray) {
	d.lbs[lb].own = d.lbs[lb].own.instead(from, to)
	d.judgeGrays(now)
}

// RegrayBackends makes a part of a region's backends gray by some faults instead of
// others.
func (d *DataPlane) RegrayBackends(now sim.Time, region id.Region, part Part, from, to []Gray) {
	d.eachOf(region, part, func(b *backend) { b.own = b.own.instead(from, to) })
	d.judgeGrays(now)
}

// instead returns the faults with some of them replaced.
func (g grays) instead(from, to []Gray) grays {
	for _, f := range from {
		i := slices.Index(g, f)
		g = slices.Delete(g, i, i+1)
	}
	return append(g, to...)
}
