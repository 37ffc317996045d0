package control

import (
	"failsim/models/id"
	"failsim/models/record"
	"failsim/sim"
)

// change is a customer's change of an LB that was there at the start; n numbers its
// draws.
func (p *Plane) change(lb id.Record, n uint64, at sim.Time) {
	p.calledOnce(at, record.ManageOld, p.begin(at, workflow{lb: lb, scaling: -1}, n+1))
}

// changeUnnoticed is so many changes of other customers' LBs that nothing notices, the
// first of which is call n; it is now.
func (p *Plane) changeUnnoticed(n uint64, at []sim.Time, now sim.Time) {
	ok := !p.fails()
	at = p.changeQuietly(n, at, ok && !p.behind, now)
	if len(at) == 0 {
		return
	}
	if ok {
		p.store.Rewrite(uint64(len(at)))
	}
	p.called(at, record.ManageOld, ok)
}

// create makes a new LB, by call n; it is now. The new LB is changed once: that needs no record from
// before either, so the change writes what the LB holds already.
func (p *Plane) create(n uint64, at, now sim.Time) {
	if p.dead() || p.failsCall(sim.Mix(n+1)) {
		p.calledOnce(at, record.Create, false)
		return
	}
	p.misconfigured, p.alarms = append(p.misconfigured, false), append(p.alarms, 0)
	p.quiet.add()
	lb := p.store.Add()
	p.order = append(p.order, int32(lb))
	p.calledOnce(at, record.Create, true)
	p.calledOnce(at, record.ManageNew, true)
	p.store.Rewrite(1)
	if p.queue != nil && !p.fails() { // while people hold workflows off it is taken later than it comes
		p.putNew(at, lb, sim.Mix(n+1))
	} else if !p.behind {
		p.workQuietly(lb, sim.Mix(n+1), at, now)
	}
}

// calledOnce notes a call. What fails while people hold workflows off is no
// news to them.
func (p *Plane) calledOnce(at sim.Time, c record.Call, ok bool) {
	p.called(append(p.batch[:0], at), c, ok)
	if !ok && !p.fails() {
		p.watcher.CallFailed(at, p.region)
	}
}

// called notes calls that ended alike.
func (p *Plane) called(at []sim.Time, c record.Call, ok bool) {
	p.sink.Called(at, p.region, c, ok)
	if p.watched {
		p.recent.add(at, ok)
	}
}
