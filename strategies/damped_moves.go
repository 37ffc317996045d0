package strategies

import (
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// move moves a name's answer towards what is wanted of it, as far as it may, and
// returns when it may go on, Never if unknown.
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
	n.paced.used += float64(part * moved)
	answer := make([]float64, len(have))
	for e := range have {
		step := float64(by[e] * part)
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
	return min(1, max(0, float64((1-d.floor)*float64(len(d.names)))-away)/more)
}
