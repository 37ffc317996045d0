package control

import (
	"math"
	"time"

	"failsim/models/record"
	"failsim/sim"
)

// customers are the calls of a region's customers, followed up to an instant.
type customers struct {
	touches   calls // changes of old LBs
	creations calls
}

// calls is a stream of customers' calls: a Poisson process, followed up to
// the call that comes next.
type calls struct {
	gaps      sim.Key
	perSecond float64
	n         uint64   // how many have come
	next      sim.Time // when the next one comes, Never if none does
}

func newCalls(gaps sim.Key, perSecond float64) calls {
	c := calls{gaps: gaps, perSecond: perSecond, next: sim.Never}
	if perSecond > 0 {
		c.next = sim.Time(0).Add(c.gap(0))
	}
	return c
}

// gap returns the time before call n.
func (c *calls) gap(n uint64) time.Duration {
	return sim.FromSeconds(-math.Log(c.gaps.Float64(n)) / c.perSecond)
}

// take moves on to the next call and returns the number and the instant of
// the one that it leaves.
func (c *calls) take() (n uint64, at sim.Time) {
	n, at = c.n, c.next
	c.n++
	c.next = at.Add(c.gap(c.n))
	return n, at
}

// takeAll takes the calls up to and including an instant, but no more than a
// batch has room for. It returns the number of the first and their instants.
func (c *calls) takeAll(until sim.Time, batch []sim.Time) (first uint64, at []sim.Time) {
	first, next := c.n, c.next
	for at = batch[:0]; next <= until && len(at) < cap(at); {
		at = append(at, next)
		next = next.Add(c.gap(first + uint64(len(at))))
	}
	c.n, c.next = first+uint64(len(at)), next
	return first, at
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
		for p.touches.next <= until {
			if p.eager || p.noticed() {
				p.touch()
			} else {
				p.touchUnnoticed(until, now)
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
	at := p.touches.next
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
	return !p.down && !p.paused() && p.store.Missing() == 0 && p.store.Wrong() == 0 && p.damagedCount == 0
}

// touchUnnoticed is touch for changes up to an instant that nobody noticed, a
// batch of them.
func (p *Plane) touchUnnoticed(until, now sim.Time) {
	n, at := p.touches.takeAll(until, p.batch[:])
	ok := !p.fails()
	if ok {
		p.store.Rewrite(uint64(len(at)))
		if !p.behind {
			p.workQuietly(n, at, now)
		}
	}
	p.called(at, record.ManageOld, ok)
}

// touch is a customer's change of an LB that was there at the start: changes
// are the superposition of one Poisson process for each LB of the fleet, as
// it was then.
func (p *Plane) touch() {
	n, at := p.touches.take()
	p.file() // before the workflow's own event, which is later, as the queue likes it
	ok := p.begin(at, workflow{lb: p.picks.IntN(n, p.fleet), scaling: -1}, n+1)
	p.calledOnce(at, record.ManageOld, ok)
}

// create makes a new LB and changes it once: both need no record from before,
// so the change writes what the LB holds already.
func (p *Plane) create(now sim.Time) {
	n, at := p.creations.take()
	if p.eager {
		p.file()
	}
	if p.down {
		p.calledOnce(at, record.Create, false)
		return
	}
	p.damaged = append(p.damaged, false)
	p.quiet.add()
	lb := p.store.Add()
	p.calledOnce(at, record.Create, true)
	p.calledOnce(at, record.ManageNew, true)
	p.store.Rewrite(1)
	if !p.behind {
		p.workNew(n, at, lb, now)
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
	for _, t := range at {
		p.recent.add(t, ok)
	}
}
