package reliability

import (
	"time"

	"failsim/models/distribution"
	"failsim/sim"
)

// state is that of a pair.
type state uint8

const (
	both state = iota
	failover
	uncovered
	one
	none
	states
)

// pair is an active and a standby component of a run. A pair has one event at
// a time: what happens next to it.
type pair struct {
	spec *Pair
	node int32
	base sim.Key

	key    sim.Key
	drawn  uint64
	state  state
	since  sim.Time
	active int
	until  [2]sim.Time // each member's failure, or the end of its repair
	left   time.Duration
	turned uint64
	time   [states]float64 // nanoseconds, of all cycles
}

func (p *pair) draw(l distribution.Distribution) time.Duration {
	p.drawn++
	return l.Quantile(p.key.Float64(p.drawn))
}

// begin begins a cycle, and returns when something happens.
func (p *pair) begin(cycle uint64) sim.Time {
	p.key, p.drawn, p.state, p.since, p.active = p.base.At(cycle), 0, both, 0, 0
	for m := range p.until {
		p.until[m] = sim.Time(0).Add(p.draw(p.spec.Up))
	}
	return min(p.until[0], p.until[1])
}

// up reports whether one of the two serves.
func (p *pair) up() bool { return p.state == both || p.state == one }

// enter counts the time in the state that ends.
func (p *pair) enter(now, origin sim.Time, s state) {
	if now > origin {
		p.time[p.state] += float64(now.Sub(max(p.since, origin)))
	}
	p.state, p.since = s, now
}

// turn takes a pair to its next state, and returns when it turns again.
func (p *pair) turn(now, origin sim.Time) sim.Time {
	first := 0 // whose time has come
	if p.until[1] < p.until[0] {
		first = 1
	}
	switch p.state {
	case both:
		p.loseOne(now, origin, first)
	case failover, uncovered:
		failed := p.active
		p.active = 1 - failed
		p.until[failed] = now.Add(p.draw(p.spec.Down))
		p.until[p.active] = now.Add(p.left)
		p.enter(now, origin, one)
	case one:
		if first == p.active {
			p.until[first] = now.Add(p.draw(p.spec.Down))
			p.enter(now, origin, none)
		} else {
			p.until[first] = now.Add(p.draw(p.spec.Up))
			p.enter(now, origin, both)
		}
	case none:
		p.active = first
		p.until[first] = now.Add(p.draw(p.spec.Up))
		p.enter(now, origin, one)
	}
	return min(p.until[0], p.until[1])
}

// loseOne is the first failure of a pair whose members are both good. While it
// switches, only the switch is awaited.
func (p *pair) loseOne(now, origin sim.Time, failed int) {
	if failed != p.active {
		p.until[failed] = now.Add(p.draw(p.spec.Down))
		p.enter(now, origin, one)
		return
	}
	p.left = p.until[1-failed].Sub(now)
	to, takes := failover, p.spec.Failover
	if p.drawn++; p.key.Float64(p.drawn) >= p.spec.Coverage {
		to, takes = uncovered, p.spec.Manual
	}
	p.until[failed], p.until[1-failed] = now.Add(p.draw(takes)), sim.Never
	p.enter(now, origin, to)
}
