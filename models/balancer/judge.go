package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// judge sees whether anything is wrong with a region.
func (d *DataPlane) judge(region id.Region) {
	r := &d.regions[region]
	r.impaired = r.down != request.None || r.common || r.aliveShare < 1 || r.lbsLost > 0
	for i := range d.lbs {
		if l := &d.lbs[i]; l.Region == region {
			l.judge()
		}
	}
}

// judgeGrays works out what each backend is, of the faults of its region and its
// own, and which LBs have to look.
func (d *DataPlane) judgeGrays(now sim.Time) {
	for _, p := range d.pools {
		p.gray = len(d.regions[p.region].grays) > 0
		p.slow = d.regions[p.region].grays.slow() > 1
		for i := range p.backends {
			b := &p.backends[i]
			if b.grays = nil; len(b.own) > 0 {
				b.grays = append(slices.Clone(d.regions[p.region].grays), b.own...)
				p.gray, p.slow = true, p.slow || b.grays.slow() > 1
			}
			if i < p.inUse {
				d.backendChanged(now, p, i)
			}
		}
	}
	for i := range d.lbs {
		l := &d.lbs[i]
		l.layer = l.layered()
		l.gray = l.pool.gray || len(l.layer) > 0 || l.kinds.ail()
		l.judge()
	}
	d.announce(now)
}
