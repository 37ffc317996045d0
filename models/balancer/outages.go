package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// LoseRegion takes a region down, or gives it back, for a cause. Nothing in it answers,
// unless all that holds it down are processes: then its hosts refuse.
func (d *DataPlane) LoseRegion(now sim.Time, region id.Region, cause request.Cause, as Death, lost bool) {
	r := &d.regions[region]
	if lost {
		r.lostBy = append(r.lostBy, loss{cause, as})
	} else {
		i := slices.Index(r.lostBy, loss{cause, as})
		r.lostBy = slices.Delete(r.lostBy, i, i+1)
	}
	r.down, r.resets = request.None, false
	if n := len(r.lostBy); n > 0 {
		r.down = r.lostBy[n-1].cause
		r.resets = !slices.ContainsFunc(r.lostBy, func(l loss) bool { return l.as != Process })
	}
	d.judge(region)
	d.settleBackends(now, region)
	if d.calling != nil && r.down != request.None {
		d.calling.regionLost(now, region)
	}
}

// Down reports whether any fault holds a whole region down.
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

// Silent reports whether a fault holds a whole region down and has nothing there answer.
func (d *DataPlane) Silent(region id.Region) bool { return d.Down(region) && !d.regions[region].resets }

// ShareFate makes the tenant's endpoints in a region answer with errors, for
// want of something that providers share, or gives it back.
func (d *DataPlane) ShareFate(now sim.Time, region id.Region, lost bool) {
	r := &d.regions[region]
	r.commons += sign(lost)
	r.common = r.commons > 0
	d.judge(region)
	d.announce(now)
}

// ZonesLost reports whether it matters at which of an LB's nodes an attempt arrives:
// whether any zone of any region is lost, or strategies of LBs mind. As nearly always
// it does not, no check is needed.
func (d *DataPlane) ZonesLost() bool { return d.zonesLost }

// ZoneUp reports whether a zone works.
func (d *DataPlane) ZoneUp(region id.Region, zone id.Zone) bool {
	return d.regions[region].zoneUp(zone)
}

// ZoneLost reports whether a fault holds a zone down by itself, whatever its
// region is.
func (d *DataPlane) ZoneLost(region id.Region, zone id.Zone) bool {
	return d.regions[region].zones[zone].down()
}

// ZoneRefuses reports whether the faults that hold a zone down have its hosts refuse
// what is sent to them, whatever its region is.
func (d *DataPlane) ZoneRefuses(region id.Region, zone id.Zone) bool {
	return d.regions[region].zones[zone].refuses()
}

// Refuses reports whether the hosts of a zone that is lost refuse what is sent to them.
func (d *DataPlane) Refuses(region id.Region, zone id.Zone) bool {
	return d.regions[region].refuses(zone)
}

// Gray makes a region gray, or gives back what the same fault took: its
// backends, and its LBs whose backends are elsewhere, which else would forward
// as if nothing were. A request fails if any fault has it fail, and each makes
// work slower.
func (d *DataPlane) Gray(now sim.Time, region id.Region, fault Gray, lost bool) {
	r := &d.regions[region]
	if lost {
		r.grays = append(r.grays, fault)
	} else {
		i := slices.Index(r.grays, fault)
		r.grays = slices.Delete(r.grays, i, i+1)
	}
	d.judgeGrays(now)
}
