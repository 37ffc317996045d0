package control

import (
	"failsim/models/record"
	"failsim/sim"
)

// Serve says how the plane does its work from now on. What workers have begun takes
// as long as it would have.
func (p *Plane) Serve(now sim.Time, s Service) {
	p.catchUp(now)
	p.workOff(now)
	if s.Down && !p.service.Down {
		p.silentSince = now
	}
	p.service = s
	p.file()
}

// SetDown reports that the region is lost, or back: a lost control plane takes
// no calls and writes nothing.
func (p *Plane) SetDown(now sim.Time, down bool) {
	p.catchUp(now)
	p.down = down
	p.file()
}

// Set switches workflows off, or on again unless the other hand holds them
// off. Workflows under way when they are switched off write nothing. New LBs
// can still be made.
func (p *Plane) Set(now sim.Time, by Switch, off bool) {
	p.catchUp(now)
	before := p.paused()
	p.pausedBy[by] = off
	switch after := p.paused(); {
	case after && !before:
		p.sink.Marked(now, record.WorkflowsPaused, p.region)
	case before && !after:
		p.sink.Marked(now, record.WorkflowsResumed, p.region)
	}
	p.file()
}
