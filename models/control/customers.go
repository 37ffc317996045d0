package control

import (
	"math"

	"failsim/models/record"
	"failsim/sim"
)

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
		c.next = c.after(0)
	}
	return c
}

func (c *calls) after(t sim.Time) sim.Time {
	return t.Add(sim.FromSeconds(-math.Log(c.gaps.Float64(c.n)) / c.perSecond))
}

// take moves on to the next call and returns the number and the instant of
// the one that it leaves.
func (c *calls) take() (n uint64, at sim.Time) {
	n, at = c.n, c.next
	c.n++
	c.next = c.after(at)
	return n, at
}

// catchUp lives through the customers' calls up to and including now. Of
// calls of one instant, changes come before creations, and all of them before
// anything else that happens to the plane.
func (p *Plane) catchUp(now sim.Time) {
	for {
		until := min(now, p.creations.next)
		if p.inOrder() && !p.eager {
			p.touchAll(until, now)
		}
		for p.touches.next <= until {
			p.touch()
		}
		if p.creations.next > now {
			return
		}
		p.create()
	}
}

// file files an event for the next call that somebody might notice as it
// happens; the others wait for catchUp. Nobody can tell a customer's change
// from others where it writes what its LB holds already, nor where it fails at
// the hand of those who would notice, or with its region. New LBs always have
// their record.
//
// An event does nothing but catch up, so one that was filed for a plane that
// is in order again does no harm.
func (p *Plane) file() {
	at := p.touches.next
	switch {
	case p.eager:
		at = min(at, p.creations.next)
	case p.down || p.pausedBy[ByPeople] || p.inOrder():
		return
	}
	if at != p.filed && at != sim.Never {
		p.filed = at
		p.kernel.Schedule(at, sim.Change, p.owner, sim.Event{Kind: call})
	}
}

// inOrder tells whether every change succeeds and writes what its LB holds
// already.
func (p *Plane) inOrder() bool {
	return !p.down && !p.paused() && p.store.Missing() == 0 && p.store.Wrong() == 0 && p.damagedCount == 0
}

// touchAll is touch for all changes until an instant, at a plane that is in
// order. Which LBs they change matters only for those that are under way now.
func (p *Plane) touchAll(until, now sim.Time) {
	before := p.touches.n
	for p.touches.next <= until {
		n, at := p.touches.take()
		if end := p.work(at, n+1); end > now {
			p.quiet.keep(now, p.picks.IntN(n, p.fleet), end)
		}
		p.called(at, record.ManageOld, true)
	}
	p.store.Rewrite(p.touches.n - before)
}

// touch is a customer's change of an LB that was there at the start: changes
// are the superposition of one Poisson process for each LB of the fleet, as
// it was then.
func (p *Plane) touch() {
	n, at := p.touches.take()
	ok := p.begin(at, workflow{lb: p.picks.IntN(n, p.fleet), scaling: -1}, n+1)
	p.called(at, record.ManageOld, ok)
}

// create makes a new LB and changes it once: both need no record from before.
func (p *Plane) create() {
	n, at := p.creations.take()
	if p.down {
		p.called(at, record.Create, false)
		return
	}
	p.damaged = append(p.damaged, false)
	p.quiet.add()
	lb := p.store.Add()
	p.called(at, record.Create, true)
	p.called(at, record.ManageNew, p.begin(at, workflow{lb: lb, scaling: -1}, sim.Mix(n+1)))
}

// called notes a call. What fails while people hold workflows off is no news
// to them.
func (p *Plane) called(at sim.Time, c record.Call, ok bool) {
	p.sink.Called(at, p.region, c, ok)
	p.recent.add(at, ok)
	if !ok && !p.down && !p.pausedBy[ByPeople] {
		p.watcher.CallFailed(at, p.region)
	}
}
