package operations

import "failsim/sim"

// start has a server start in a slot.
func (p *Pool) start(now sim.Time, i int) {
	s := &p.slots[i]
	s.turn++
	s.state, s.old, s.gone, s.known = starting, false, false, false
	p.launch(now, i)
}

// launch begins a start that may come to nothing.
func (p *Pool) launch(now sim.Time, i int) {
	s := &p.slots[i]
	key := p.key.At(uint64(i))
	takes := p.StartsIn.Quantile(key.Named("starts-in").Float64(s.starts))
	p.after(now, takes, started, i)
}

// stop has a server stop: LBs learn of it while its process is told to end.
func (p *Pool) stop(now sim.Time, i int) {
	s := &p.slots[i]
	s.turn++
	s.state, s.known = stopping, false
	p.after(now, p.LeavesAfter, knows, i)
	if p.PreStop < p.Grace {
		p.after(now, p.PreStop, reported, i)
	}
	p.after(now, p.Grace, killed, i)
}
