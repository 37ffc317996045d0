package control

import "failsim/sim"

// eager is what lagging must not differ from but in the number of events: each call is
// an event, taken by itself in its instant.
type eager struct {
	*customers
	takes    *Plane
	schedule func(at sim.Time)
	filed    sim.Time
}

func (*eager) lags() bool { return false }

func (e *eager) upTo(now sim.Time) {
	for e.next() <= now {
		if e.changes.next() > e.creations.next {
			n, at := e.creations.take()
			e.file()
			e.takes.create(n, at, now)
			continue
		}
		lb, n, at, happens := e.changes.take()
		e.file()
		if happens {
			e.takes.change(lb, n, at)
		}
	}
}

func (e *eager) file() {
	if at := e.next(); at != e.filed && at != sim.Never {
		e.filed = at
		e.schedule(at)
	}
}

// Eagerly has a new plane take each call of a customer by an event of its own.
func (p *Plane) Eagerly() {
	l := p.calls.(*lagging)
	p.calls = &eager{customers: p.customers, takes: p, schedule: l.schedule}
	p.file()
}
