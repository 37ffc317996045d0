package operations

import "failsim/sim"

// Handle implements sim.Handler.
func (o *Operations) Handle(now sim.Time, e sim.Event) {
	p, i := o.pools[e.Arg>>poolShift], int(e.Arg>>slotShift&(mostSlots-1))
	switch e.Kind {
	case sampled:
		p.scaler.sample(now, p)
		return
	case warms:
		p.warm(now)
		return
	}
	if p.slots[i].turn&turnMask != e.Arg&turnMask {
		return
	}
	switch e.Kind {
	case started:
		p.started(now, i)
	case available:
		p.settle(now)
	case knows:
		p.know(now, i)
	case reported:
		p.report(now, i)
	case killed:
		p.kill(now, i)
	}
}

// started is when a start is over: the server runs, or it is tried again.
func (p *Pool) started(now sim.Time, i int) {
	s := &p.slots[i]
	n := s.starts
	s.starts++
	if p.key.At(uint64(i)).Named("fails").Float64(n) < p.Fails {
		p.all.reported(now, "a server does not start")
		again := p.StartsIn.Quantile(p.key.At(uint64(i)).Named("starts-in").Float64(s.starts))
		p.after(now, p.Again+again, started, i)
		return
	}
	s.state, s.since = serving, now
	p.begins(now, i)
	p.plane.Start(now, p.number, i)
	p.after(now, p.LeavesAfter, knows, i)
	if p.update.MinReady > 0 {
		p.after(now, p.update.MinReady, available, i)
	}
	p.settle(now)
}

// know has LBs know that a server is there, or is no longer.
func (p *Pool) know(now sim.Time, i int) {
	s := &p.slots[i]
	s.known = true
	p.plane.Leave(now, p.number, i, s.state != serving)
	p.free(now, i)
}

// tell has a process end as it does when it is told to.
func (p *Pool) report(now sim.Time, i int) {
	if p.Exits {
		p.kill(now, i)
		return
	}
	p.plane.Drain(now, p.number, i)
}

// kill ends a process.
func (p *Pool) kill(now sim.Time, i int) {
	s := &p.slots[i]
	if s.gone {
		return
	}
	s.gone = true
	p.plane.Stop(now, p.number, i)
	p.free(now, i)
}

// free makes a slot free for another server, once the one in it has gone and LBs know.
func (p *Pool) free(now sim.Time, i int) {
	if s := &p.slots[i]; s.state == stopping && s.known && s.gone {
		s.state, s.old = absent, false
		p.settle(now)
	}
}
