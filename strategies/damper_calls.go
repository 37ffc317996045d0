package strategies

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// startOrders pass orders on, but for being woken, which is the damper's.
type startOrders struct {
	policy.SteeringOrders
	d *damper
}

func (s startOrders) Wake(after time.Duration) { s.d.Wake(after) }

// Start implements policy.Starting: what is published before the start is not
// moved, and is where things are while all is steady.
func (d *damper) Start(v policy.SteeringView, o policy.SteeringOrders) {
	d.ticks, d.wakes, d.zones = sim.Never, sim.Never, map[zoneIn]*zoneWish{}
	d.view, d.orders = v, o
	if s, ok := d.Steering.(policy.Starting); ok {
		s.Start(v, startOrders{o, d})
	}
	d.names = make([]wish, v.Names())
	for n := range d.names {
		answer := v.Answer(id.Name(n))
		d.names[n] = wish{steady: append([]float64(nil), answer...), left: make([]sim.Time, len(answer)), paced: pace{from: longAgo}}
		for e := range answer {
			d.names[n].left[e] = longAgo
		}
	}
}

// Steer implements policy.Steering.
func (d *damper) Steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	d.call(v, o, func() { d.Steering.Steer(name, v, d) })
}

// SteerZone implements policy.ZoneSteering.
func (d *damper) SteerZone(region id.Region, zone id.Zone, v policy.SteeringView, o policy.SteeringOrders) {
	if s, ok := d.Steering.(policy.ZoneSteering); ok {
		d.call(v, o, func() { s.SteerZone(region, zone, v, d) })
	}
}

// Tick implements policy.Ticking.
func (d *damper) Tick(v policy.SteeringView, o policy.SteeringOrders) {
	d.wakes = sim.Never
	d.call(v, o, func() {
		if t, ok := d.Steering.(policy.Ticking); ok && d.ticks <= v.Now() {
			d.ticks = sim.Never
			t.Tick(v, d)
		}
	})
}

// call has the strategy say what it wants, and does of that what it may.
func (d *damper) call(v policy.SteeringView, o policy.SteeringOrders, ask func()) {
	d.view, d.orders = v, o
	ask()
	next := d.ticks
	for n := range d.names {
		next = min(next, d.move(id.Name(n)))
	}
	if d.floor > 0 { // those before may go where others have come back from
		for n := range d.names {
			next = min(next, d.move(id.Name(n)))
		}
	}
	next = min(next, d.moveZones())
	if next < d.wakes {
		d.wakes = next
		o.Wake(max(0, next.Sub(v.Now())))
	}
}

// Publish implements policy.SteeringOrders for the strategy.
func (d *damper) Publish(name id.Name, weights []float64) {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	if sum <= 0 {
		return
	}
	want := make([]float64, len(weights))
	for i, w := range weights {
		want[i] = w / sum
	}
	d.names[name].want = want
}

// Promote implements policy.SteeringOrders for the strategy.
func (d *damper) Promote(region id.Region) { d.orders.Promote(region) }

// Wake implements policy.SteeringOrders for the strategy.
func (d *damper) Wake(after time.Duration) { d.ticks = min(d.ticks, d.view.Now().Add(after)) }
