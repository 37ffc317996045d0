package strategies

import (
	"math"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// dampings are parameters that steering strategies take: what it wants is
// done as far and as fast as they let it. By default they do nothing, and then
// nothing stands between a strategy and its orders.
var dampings = []policy.Param{
	{Name: "hysteresis", Kind: policy.ShareKind, Default: "0%",
		About: "share of a name's requests that a change must move to be made at all; assumption: any"},
	{Name: "velocity", Kind: policy.ShareKind, Default: "100%",
		About: "share of a name's requests, or of a region's zones, that is moved in a minute at most; 100%: all at once; 0% counts as 1%; assumption: no limit"},
	{Name: "floor", Kind: policy.ShareKind, Default: "0%",
		About: "share of all names' requests, and of each region's zones, that stays where it is while all is steady, whatever probes say; assumption: nothing, Envoy's outlier detection leaves 90%"},
	{Name: "hold-down", Kind: policy.DurationKind, Default: "0s",
		About: "for which an endpoint or a zone that was left is not taken back, while those that serve instead are well; assumption: none"},
}

// damped adds them to a steering strategy.
func damped(s policy.Strategy) policy.Strategy {
	s.Params = append([]policy.Param(nil), s.Params...)
	for _, p := range dampings {
		if !s.Zones || p.Name != "hysteresis" { // a zone is moved whole or not
			s.Params = append(s.Params, p)
		}
	}
	make := s.New
	s.New = func(v policy.Values) any {
		d := &damper{Steering: make(v).(policy.Steering), velocity: max(v.Share("velocity"), 0.01), floor: v.Share("floor"), hold: v.Duration("hold-down")}
		if !s.Zones {
			d.hysteresis = v.Share("hysteresis")
		}
		if d.hysteresis == 0 && d.velocity == 1 && d.floor == 0 && d.hold == 0 {
			return d.Steering
		}
		return d
	}
	return s
}

// damper stands between a strategy and its orders. It keeps what the strategy
// wants of each name, and moves the answer there as it may.
type damper struct {
	policy.Steering
	hysteresis, velocity, floor float64
	hold                        time.Duration

	view   policy.SteeringView // of the call
	orders policy.SteeringOrders
	names  []wish
	zones  map[zoneIn]*zoneWish
	ticks  sim.Time // when the strategy itself wants to be woken; Never
	wakes  sim.Time // when the damper will be
}

// wish is what the strategy wants of a name.
type wish struct {
	steady []float64  // the answer at the start
	want   []float64  // nil as long as it never said
	left   []sim.Time // by endpoint: when its share last became smaller
	paced  pace
}

// pace is a limit of so much a minute.
type pace struct {
	from sim.Time
	used float64 // in the minute from then on
}

// room returns how much may still be moved.
func (p *pace) room(now sim.Time, limit float64) float64 {
	if limit >= 1 {
		return math.Inf(1)
	}
	if now.Sub(p.from) >= time.Minute {
		*p = pace{from: now}
	}
	return limit - p.used
}

const longAgo = sim.Time(-1 << 61)

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

// startOrders pass orders on, but for being woken, which is the damper's.
type startOrders struct {
	policy.SteeringOrders
	d *damper
}

func (s startOrders) Wake(after time.Duration) { s.d.Wake(after) }

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

// Probes implements policy.Probing.
func (d *damper) Probes() policy.Probes {
	if p, ok := d.Steering.(policy.Probing); ok {
		return p.Probes()
	}
	return policy.DefaultProbes
}

// Needs implements policy.Needing.
func (d *damper) Needs() policy.Needs {
	if n, ok := d.Steering.(policy.Needing); ok {
		return n.Needs()
	}
	return policy.Needs{}
}
