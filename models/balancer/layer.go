package balancer

import (
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// What is wrong with LBs and with nothing else. Backends behind them work on, and
// finish what they have begun; of what an LB had taken in and not passed on, nothing is
// lost when it fails.

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

// RegrayLB makes one LB fail a share of requests and forward as many times fewer as it
// is slow, by some faults instead of others.
func (d *DataPlane) RegrayLB(now sim.Time, lb id.LB, from, to []Gray) {
	l := &d.lbs[lb]
	l.own = l.own.instead(from, to)
	l.resize(now, &d.limits, l.region.inService())
	d.judgeGrays(now)
}

// LoseLB takes one LB down, or gives it back: as a process its hosts refuse, else nothing
// answers at its addresses.
func (d *DataPlane) LoseLB(now sim.Time, lb id.LB, as Death, lost bool) {
	d.lbs[lb].lost[as] += sign(lost)
	d.lbs[lb].judge()
	d.announce(now)
}

// Resets reports whether an LB is lost, alone or with its region, and its hosts close
// connections that are open.
func (l *LB) Resets() bool { return l.lost.refuses() || l.region.resets }

// Silent reports whether an LB is lost, alone or with its region, and nothing answers at its
// addresses.
func (l *LB) Silent() bool {
	return l.lost.down() && !l.lost.refuses() || l.region.lbsLost > 0 || l.region.down != request.None && !l.region.resets
}

// MoveLB has another host have an LB's addresses from now on, which knows nothing of the
// connections that were open.
func (d *DataPlane) MoveLB(now sim.Time, lb id.LB) { d.lbs[lb].moved = now }

// MovedSince reports whether another host has an LB's addresses than had at an instant.
func (l *LB) MovedSince(then sim.Time) bool { return l.moved > then }

// SetKinds says of what kinds the requests through an LB are from now on. Probes are
// of no kind, so none sees what a kind lacks.
func (d *DataPlane) SetKinds(now sim.Time, lb id.LB, list []Kind) {
	d.lbs[lb].kinds = list
	d.judgeGrays(now)
}
