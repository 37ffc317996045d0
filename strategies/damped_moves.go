package strategies

import (
	"math"
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// even is below what a share differs by for its last digits alone.
const even = 1e-9

// move moves a name's answer towards what is wanted of it, as far as it may, and
// returns when it may go on, Never if nobody knows.
func (d *damper) move(name id.Name) (again sim.Time) {
	n := &d.names[name]
	if n.want == nil {
		return sim.Never
	}
	now, have := d.view.Now(), d.view.Answer(name)
	by, again := d.allowed(name, have)
	moved := 0.0
	for _, x := range by {
		moved += max(0, x)
	}
	if moved <= even || moved < d.hysteresis {
		return again
	}
	part := 1.0
	if room := n.paced.room(now, d.velocity); moved > room+even {
		part, again = max(0, room)/moved, n.paced.from.Add(time.Minute)
	}
	if room := d.floorRoom(name, have, by); room < part {
		part = room
	}
	if part*moved <= even {
		return again
	}
	n.paced.used += part * moved
	answer := make([]float64, len(have))
	for e := range have {
		step := by[e] * part
		if answer[e] = max(0, have[e]+step); part == 1 && by[e] != 0 {
			answer[e] = max(0, have[e]+by[e])
		}
		if step < -even {
			n.left[e] = now
		}
	}
	if part == 1 && again == sim.Never {
		copy(answer, n.want) // to the last digit
	}
	d.orders.Publish(name, answer)
	return again
}

// allowed returns by how much each endpoint's share should change, without those
// that are held down, and when the next of these may be taken back.
func (d *damper) allowed(name id.Name, have []float64) (by []float64, again sim.Time) {
	n := &d.names[name]
	now := d.view.Now()
	again = sim.Never
	by = make([]float64, len(have))
	gain, loss, well := 0.0, 0.0, true
	for e := range have {
		by[e] = n.want[e] - have[e]
		if by[e] < -even && !d.view.Healthy(name, e) {
			well = false // it must be left, wherever to
		}
	}
	for e := range have {
		until := n.left[e].Add(d.hold)
		if by[e] > even && well && until > now {
			by[e], again = 0, min(again, until)
		}
		gain, loss = gain+max(0, by[e]), loss+max(0, -by[e])
	}
	if gain < loss-even {
		for e := range by {
			if by[e] < 0 {
				by[e] *= gain / loss
			}
		}
	}
	return by, again
}

// floorRoom returns which part of a change leaves enough requests of all names
// where they are while all is steady.
func (d *damper) floorRoom(name id.Name, have, by []float64) float64 {
	if d.floor == 0 {
		return 1
	}
	away, more := 0.0, 0.0
	for n := range d.names {
		away += awayBy(d.names[n].steady, d.view.Answer(id.Name(n)), nil)
	}
	steady := d.names[name].steady
	if more = awayBy(steady, have, by) - awayBy(steady, have, nil); more <= even {
		return 1
	}
	return min(1, max(0, (1-d.floor)*float64(len(d.names))-away)/more)
}

// awayBy returns which share of a name's requests is not where it is while all is steady,
// after a change.
func awayBy(steady, have, by []float64) float64 {
	away := 0.0
	for e := range steady {
		share := have[e]
		if by != nil {
			share += by[e]
		}
		away += max(0, steady[e]-share)
	}
	return away
}

// zoneWish is what the strategy wants of a zone.
type zoneWish struct {
	zoneIn
	want, is bool // away
	left     sim.Time
}

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
	if float64(zones-away-1) < d.floor*float64(zones)-even {
		return sim.Never
	}
	if d.velocity < 1 {
		return last.Add(time.Duration(math.Ceil(float64(time.Minute) / float64(zones) / d.velocity)))
	}
	return longAgo
}
