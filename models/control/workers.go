package control

import (
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// work has a worker do a workflow and returns when it will write.
func (p *Plane) work(now sim.Time, draw uint64) (end sim.Time) {
	takes := p.spec.Work.Quantile(p.works.Float64(draw))
	if p.service.Slow > 1 {
		takes = time.Duration(float64(takes) * p.service.Slow)
	}
	_, end, _ = p.workers.Offer(now, takes)
	return end
}

// changeQuietly returns the instants of those that happen of calls of the whole
// fleet's stream, of which the first has number n. If they have workers do
// something, it writes what their LBs hold already.
func (p *Plane) changeQuietly(n uint64, at []sim.Time, work bool, now sim.Time) []sim.Time {
	c := &p.changes
	if !work && len(c.own) == 0 {
		return at
	}
	happen := p.batch[:0]
	for i, t := range at {
		lb := c.lb(n + uint64(i))
		if int(lb) >= c.others {
			continue
		}
		happen = append(happen, t)
		if work {
			p.workQuietly(lb, n+uint64(i)+1, t, now)
		}
	}
	return happen
}

// workQuietly has workers do a customer's change of an LB that writes what the
// LB holds already. Which LB it is matters only if it is under way now.
func (p *Plane) workQuietly(lb id.Record, draw uint64, at, now sim.Time) {
	if end := p.work(at, draw); end > now {
		p.quiet.keep(now, lb, end)
	}
}

// catchUp lives through customers' calls up to and including now.
func (p *Plane) catchUp(now sim.Time) {
	if p.inOrder() {
		p.lag()
	} else {
		p.workOff(now)
	}
	p.calls.upTo(now)
}

// file is for what has changed the plane.
func (p *Plane) file() { p.calls.file() }

// lag lets workers fall behind: where the tenant has no LBs and the plane is in
// order, only customers begin workflows, and nothing can show how long theirs take.
// In regions that the tenant does not use that saves half of what a customer's call
// costs.
func (p *Plane) lag() {
	if !p.behind && p.queue == nil && len(p.scaled) == 0 && p.calls.lags() && p.service.Slow <= 1 {
		p.behind, p.worked = true, *p.customers
	}
}

// workOff has workers catch up with the plane.
func (p *Plane) workOff(now sim.Time) {
	if !p.behind {
		return
	}
	p.behind = false
	last := p.next() - 1 // what the plane has lived through is no later
	w := &p.worked
	lb := id.Record(p.store.Len()) - id.Record(p.creations.n-w.creations.n)
	for {
		for until := min(last, w.creations.next); w.changes.next() <= until; {
			n, at := w.changes.all.takeSome(until, batch)
			p.changeQuietly(n, at, true, now)
		}
		if w.creations.next > last {
			return
		}
		n, at := w.creations.take()
		p.workQuietly(lb, sim.Mix(n+1), at, now)
		lb++
	}
}
