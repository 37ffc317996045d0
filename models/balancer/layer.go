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

// GrayLBs makes a region's LBs fail a share of requests and forward as many times
// fewer as they are slow, or gives back what the same fault took.
func (d *DataPlane) GrayLBs(now sim.Time, region id.Region, fault Gray, lost bool) {
	r := &d.regions[region]
	if lost {
		r.lbGrays = append(r.lbGrays, fault)
	} else {
		i := slices.Index(r.lbGrays, fault)
		r.lbGrays = slices.Delete(r.lbGrays, i, i+1)
	}
	d.resizeIn(now, region)
	d.judgeGrays(now)
}
