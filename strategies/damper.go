package strategies

import (
	"math"
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

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

// even is below what a share differs by for its last digits alone.
const even = 1e-9

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
