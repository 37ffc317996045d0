package balancer

import (
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// settleBackends makes the backends of a region what its zones are. What they
// were working on is lost: without an answer if the region is gone, with an
// error from the LB if it is only a zone, or their processes.
func (d *DataPlane) settleBackends(now sim.Time, region id.Region) {
	r := &d.regions[region]
	for _, p := range d.pools {
		if p.region != region {
			continue
		}
		for i := range p.inUse {
			b := &p.backends[i]
			up, alive, refuses := r.stateOf(b)
			if refuses != b.refuses || up != b.up || alive != b.alive {
				was := b.alive
				b.up, b.alive, b.refuses = up, alive, refuses
				if was && !alive {
					b.station.Clear()
					if b.queue != nil {
						d.queues.clear(now, b)
					}
					b.pressed = false
					cause := d.downCause(p, b)
					d.callers.Lost(now, id.Backend(p.first+i), cause, r.down != request.None && !r.resets || b.lost[Machine] > 0 || r.zones[b.zone][Machine] > 0)
				}
				d.backendChanged(now, p, i)
			}
		}
	}
	d.announce(now)
}

// resizeIn has the LBs of a region forward what their nodes in service can.
func (d *DataPlane) resizeIn(now sim.Time, region id.Region) {
	for i := range d.lbs {
		if l := &d.lbs[i]; l.Region == region {
			l.resize(now, &d.limits, l.region.inService())
		}
	}
}

func sign(up bool) int {
	if up {
		return 1
	}
	return -1
}
