package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// regionState is what faults have done to a region. Faults may overlap: each
// is counted.
type regionState struct {
	lostBy     []request.Cause // faults that hold the whole region down
	zones      []held          // by zone: faults that hold it down
	down       request.Cause
	grays      grays
	lbGrays    grays // of its LBs alone
	lbsLost    int   // faults that hold its LBs down
	commons    int
	common     bool
	aliveShare float64 // zones that are up
	shifted    []bool  // by zone: taken out of service by steering
	impaired   bool    // any of it is not as it should be; what is gray does not count
}

func newRegionState(zones int) regionState {
	return regionState{zones: make([]held, zones), aliveShare: 1, shifted: make([]bool, zones)}
}

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

func (r *regionState) zoneUp(z id.Zone) bool { return !r.zones[z].down() && r.down == request.None }

// refuses tells whether the hosts of a zone that is lost refuse what is sent to them.
func (r *regionState) refuses(z id.Zone) bool { return r.zones[z].refuses() && r.down == request.None }

// CalledBy says who has attempts at backends; it is called before time starts.
func (d *DataPlane) CalledBy(c Callers) { d.callers = c }

// LoseRegion takes a region down, or gives it back, for a cause.
func (d *DataPlane) LoseRegion(now sim.Time, region id.Region, cause request.Cause, lost bool) {
	r := &d.regions[region]
	if lost {
		r.lostBy = append(r.lostBy, cause)
	} else {
		i := slices.Index(r.lostBy, cause)
		r.lostBy = slices.Delete(r.lostBy, i, i+1)
	}
	r.down = request.None
	if n := len(r.lostBy); n > 0 {
		r.down = r.lostBy[n-1]
	}
	d.judge(region)
	d.settleBackends(now, region)
}

// Down tells whether any fault holds a whole region down.
func (d *DataPlane) Down(region id.Region) bool { return d.regions[region].down != request.None }

// LoseZone takes a zone down, or gives it back: its LB nodes and its backends.
func (d *DataPlane) LoseZone(now sim.Time, region id.Region, zone id.Zone, as Death, lost bool) {
	r := &d.regions[region]
	r.zones[zone][as] += sign(lost)
	up := 0
	for i := range r.zones {
		if !r.zones[i].down() {
			up++
		}
	}
	r.aliveShare = float64(up) / float64(len(r.zones))
	d.judge(region)
	d.zonesLost = d.hooks != nil && d.hooks.zonal || slices.ContainsFunc(d.regions, func(r regionState) bool { return r.aliveShare < 1 })
	d.minds = d.hooks != nil || d.zonesLost
	d.resizeIn(now, region)
	d.settleBackends(now, region)
}

// resizeIn has the LBs of a region forward what their nodes in service can.
func (d *DataPlane) resizeIn(now sim.Time, region id.Region) {
	for i := range d.lbs {
		if l := &d.lbs[i]; l.Region == region {
			l.resize(now, &d.limits, l.region.inService())
		}
	}
}

// ShareFate makes the tenant's endpoints in a region answer with errors, for
// want of something that providers share, or gives it back.
func (d *DataPlane) ShareFate(now sim.Time, region id.Region, lost bool) {
	r := &d.regions[region]
	r.commons += sign(lost)
	r.common = r.commons > 0
	d.judge(region)
	d.announce(now)
}

// ZonesLost tells whether it matters at which of an LB's nodes an attempt arrives:
// whether any zone of any region is lost, or strategies of LBs mind. As nearly always
// it does not, nobody need find out.
func (d *DataPlane) ZonesLost() bool { return d.zonesLost }

// ZoneUp tells whether a zone works.
func (d *DataPlane) ZoneUp(region id.Region, zone id.Zone) bool {
	return d.regions[region].zoneUp(zone)
}

// ZoneLost tells whether a fault holds a zone down by itself, whatever its
// region is.
func (d *DataPlane) ZoneLost(region id.Region, zone id.Zone) bool {
	return d.regions[region].zones[zone].down()
}

// ZoneRefuses tells whether the faults that hold a zone down have its hosts refuse
// what is sent to them, whatever its region is.
func (d *DataPlane) ZoneRefuses(region id.Region, zone id.Zone) bool {
	return d.regions[region].zones[zone].refuses()
}

// Refuses tells whether the hosts of a zone that is lost refuse what is sent to them.
func (d *DataPlane) Refuses(region id.Region, zone id.Zone) bool {
	return d.regions[region].refuses(zone)
}

// settleBackends makes the backends of a region what its zones are. What they
// were working on is lost: without an answer if the region is lost, with an
// error from the LB if it is only a zone.
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
					d.callers.Lost(now, id.Backend(p.first+i), cause, r.down != request.None || b.lost[Machine] > 0 || r.zones[b.zone][Machine] > 0)
				}
				d.backendChanged(now, p, i)
			}
		}
	}
	d.announce(now)
}

// stateOf tells whether a backend of the region is up, whether it works at all, and, if
// it is not up, whether its host refuses what is sent to it.
func (r *regionState) stateOf(b *backend) (up, alive, refuses bool) {
	if r.refuses(b.zone) {
		return false, false, !b.lost.down() || b.lost.refuses()
	}
	there := r.zoneUp(b.zone)
	alive = there && !b.lost.down()
	return alive && !b.closing, alive, alive && b.closing || there && b.lost.refuses()
}

func sign(up bool) int {
	if up {
		return 1
	}
	return -1
}
