package operations

import (
	"math"

	"failsim/sim"
)

// room returns the two as numbers of servers.
func (r *Rolling) room(wanted int) (surge, unavailable int) {
	surge = int(math.Ceil(float64(r.Surge*float64(wanted)) - 1e-9))
	unavailable = int(float64(r.Unavailable*float64(wanted)) + 1e-9)
	if surge+unavailable == 0 {
		unavailable = 1
	}
	return surge, unavailable
}

// Spare returns how many slots a rolling update of some servers takes beside theirs,
// so that none waits for one that stops: as many again, and the surge.
func (r *Rolling) Spare(servers int) int {
	surge, _ := r.room(servers)
	return servers + surge
}

// Rolls says how rolling updates go.
func (p *Pool) Rolls(r Rolling) { p.update = r }

// Roll has a new version replace all servers.
func (p *Pool) Roll(now sim.Time) {
	for i := range p.slots {
		if s := &p.slots[i]; s.state == serving || s.state == starting {
			s.old = true
		}
	}
	p.rolling = true
	p.settle(now)
}

// settle starts and stops servers as many as is due: what stops makes room for what
// starts.
func (p *Pool) settle(now sim.Time) {
	for p.grow(now) || p.replace(now) {
	}
	if p.rolling && p.first(serving, true) < 0 && p.first(starting, true) < 0 {
		p.rolling = false
		p.all.reported(now, "a rolling update is over")
	}
	if !p.rolling {
		p.shrink(now)
	}
}

// grow starts a server, if there is room for one that is wanted.
func (p *Pool) grow(now sim.Time) bool {
	surge := 0
	if p.rolling {
		surge, _ = p.update.room(p.wanted)
	}
	fresh, there, _ := p.tally(now)
	i := p.first(absent, false)
	if there >= p.wanted+surge || fresh >= p.wanted || i < 0 { // one that stops frees a slot
		return false
	}
	p.start(now, i)
	return true
}

// replace stops a server of the old version, if it can be spared.
func (p *Pool) replace(now sim.Time) bool {
	if !p.rolling {
		return false
	}
	_, unavailable := p.update.room(p.wanted)
	_, _, ready := p.tally(now)
	i := p.first(serving, true)
	if ready <= p.wanted-unavailable || i < 0 {
		return false
	}
	p.stop(now, i)
	return true
}

// shrink stops surplus servers: those first that were started last.
func (p *Pool) shrink(now sim.Time) {
	_, there, _ := p.tally(now)
	for i := len(p.slots) - 1; i >= 0 && there > p.wanted; i-- {
		if s := &p.slots[i]; s.state == serving {
			p.stop(now, i)
			there--
		}
	}
}

// tally returns how many servers are there or start, how many of these are of the
// version that is wanted, and how many are available.
func (p *Pool) tally(now sim.Time) (fresh, there, ready int) {
	for i := range p.slots {
		s := &p.slots[i]
		if s.state != serving && s.state != starting {
			continue
		}
		there++
		if !s.old {
			fresh++
		}
		if s.state == serving && (s.old || now >= s.since.Add(p.update.MinReady)) {
			ready++
		}
	}
	return fresh, there, ready
}

// first returns the first slot in a state, of the old version or not; -1 if none is.
func (p *Pool) first(in state, old bool) int {
	for i := range p.slots {
		if s := &p.slots[i]; s.state == in && s.old == old {
			return i
		}
	}
	return -1
}
