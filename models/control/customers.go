package control

import (
	"failsim/models/record"
	"failsim/sim"
)

// customers are the calls of a region's customers, followed up to an instant.
type customers struct {
	changes   changes // of old LBs
	creations calls
}

// catchUp lives through the customers' calls up to and including now. Of
// calls of one instant, changes come before creations, and all of them before
// anything else that happens to the plane.
func (p *Plane) catchUp(now sim.Time) {
	if p.inOrder() {
		p.lag()
	} else {
		p.workOff(now)
	}
	for {
		until := min(now, p.creations.next)
		for next := p.changes.next(); next <= until; next = p.changes.next() {
			if p.eager || p.noticed() || next < p.changes.all.next {
				p.touch()
			} else {
				p.touchUnnoticed(min(until, p.changes.nextOwn()), now)
			}
		}
		if p.creations.next > now {
			return
		}
		p.create(now)
	}
}

// file files an event for the next call that somebody might notice as it
// happens; the others wait for catchUp. An event does nothing but catch up, so
// one that was filed for a plane that is in order again does no harm.
func (p *Plane) file() {
	at := p.changes.next()
	switch {
	case p.eager:
		at = min(at, p.creations.next)
	case !p.noticed():
		return
	}
	if at != p.filed && at != sim.Never {
		p.filed = at
		p.kernel.Schedule(at, sim.Change, p.owner, sim.Event{Kind: call})
	}
}

// noticed tells whether somebody might notice the next change of an old LB as
// it happens. New LBs always have their record, so nobody does at creations.
func (p *Plane) noticed() bool { return !p.fails() && !p.inOrder() }

// fails tells whether changes fail with their region, or at the hand of those
// who would notice.
func (p *Plane) fails() bool { return p.down || p.pausedBy[ByPeople] }

// inOrder tells whether changes succeed and write what their LBs hold already.
func (p *Plane) inOrder() bool {
	return !p.dead() && p.service.Fails == 0 && !p.paused() && p.store.Missing() == 0 && p.store.Wrong() == 0 && p.misconfiguredCount == 0
}

// touchUnnoticed is touch for other customers' changes up to an instant that
// nobody noticed, a batch of them.
func (p *Plane) touchUnnoticed(until, now sim.Time) {
	n, at := p.changes.all.takeSome(until, batch)
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

// touch is a customer's change of an LB that was there at the start.
func (p *Plane) touch() {
	lb, n, at, ok := p.changes.take()
	p.file() // before the workflow's own event, which is later, as the queue likes it
	if ok {
		p.calledOnce(at, record.ManageOld, p.begin(at, workflow{lb: lb, scaling: -1}, n+1))
	}
}

// create makes a new LB and changes it once: both need no record from before,
// so the change writes what the LB holds already.
func (p *Plane) create(now sim.Time) {
	n, at := p.creations.take()
	if p.eager {
		p.file()
	}
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
	if !p.behind {
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
