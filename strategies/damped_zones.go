package strategies

import (
	"math"
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// Shift implements policy.SteeringOrders for the strategy.
func (d *damper) Shift(region id.Region, zone id.Zone, away bool) {
	z := d.zones[zoneIn{region, zone}]
	if z == nil {
		z = &zoneWish{zoneIn: zoneIn{region, zone}, left: longAgo}
		d.zones[zoneIn{region, zone}] = z
	}
	z.want = away
}

// moveZones shifts zones as it may, in order of region and zone, and returns when
// it may go on.
func (d *damper) moveZones() (again sim.Time) {
	again = sim.Never
	if len(d.zones) == 0 {
		return again
	}
	now := d.view.Now()
	for region := id.Region(0); ; region++ {
		zones := d.view.Zones(region)
		if zones == 0 {
			return again
		}
		for zone := range id.Zone(zones) {
			z := d.zones[zoneIn{region, zone}]
			if z == nil || z.want == z.is {
				continue
			}
			if at := d.zoneMayMove(z, zones); at > now {
				again = min(again, at)
				continue
			}
			if z.is = z.want; z.is {
				z.left = now
			}
			d.orders.Shift(region, zone, z.is)
		}
	}
}

// zoneMayMove returns when a zone may be shifted; Never: not before another is
// back.
func (d *damper) zoneMayMove(z *zoneWish, zones int) sim.Time {
	if !z.want {
		return z.left.Add(d.hold)
	}
	away, last := 0, longAgo
	for zone := range id.Zone(zones) {
		if o := d.zones[zoneIn{z.region, zone}]; o != nil {
			if o.is {
				away++
			}
			last = max(last, o.left)
		}
	}
	if float64(zones-away-1) < float64(d.floor*float64(zones))-even {
		return sim.Never
	}
	if d.velocity < 1 {
		return last.Add(time.Duration(math.Ceil(float64(time.Minute) / float64(zones) / d.velocity)))
	}
	return longAgo
}
