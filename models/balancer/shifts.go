package balancer

import (
	"failsim/models/health"
	"failsim/models/id"
	"failsim/sim"
)

// Shift takes a zone of a region out of service, or puts it back, whatever health
// checks say: LBs send its backends nothing, and have no nodes there. Its address
// is the DNS's to withdraw. What its backends have begun they finish.
func (d *DataPlane) Shift(now sim.Time, region id.Region, zone id.Zone, away bool) {
	r := &d.regions[region]
	if r.shifted[zone] == away {
		return
	}
	r.shifted[zone] = away
	d.resizeIn(now, region)
	for _, p := range d.pools {
		if p.region != region {
			continue
		}
		d.reopen(p)
		for i := range p.inUse {
			if p.backends[i].zone != zone {
				continue
			}
			if healthy := !d.away(p, i) && d.checks.Believed(p.first+i); healthy != p.healthyAt(i) {
				d.believe(now, p, i, healthy)
			}
		}
	}
	d.announce(now)
}

// Busy returns the share of servers behind an LB, of those that are up, that work
// now; 0 where none is up.
func (d *DataPlane) Busy(now sim.Time, lb id.LB) float64 {
	p := d.lbs[lb].pool
	busy, all := 0, 0
	for i := range p.inUse {
		if b := &p.backends[i]; b.up {
			busy += min(b.inSystem(now), b.station.Servers())
			all += b.station.Servers()
		}
	}
	if all == 0 {
		return 0
	}
	return float64(busy) / float64(all)
}

// Serves reports whether a request that came to an LB now would be answered, and at
// once: nothing behind it is wrong, and some server is idle.
func (d *DataPlane) Serves(now sim.Time, lb id.LB) bool {
	l := &d.lbs[lb]
	if d.condition(l) != (health.Condition{}) {
		return false
	}
	for _, i := range l.pool.healthy {
		if b := &l.pool.backends[i]; b.up && b.inSystem(now) < b.station.Servers() {
			return true
		}
	}
	return false
}
