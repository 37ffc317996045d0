package control

import "failsim/sim"

// work has a worker do a workflow and returns when it will write.
func (p *Plane) work(now sim.Time, draw uint64) (end sim.Time) {
	_, end, _ = p.workers.Offer(now, p.spec.Work.Quantile(p.works.Float64(draw)))
	return end
}

// workQuietly has workers do other customers' changes of old LBs, by their
// numbers, that write what their LBs hold already. Which LBs they are matters
// only if they are under way now.
func (p *Plane) workQuietly(numbers []uint64, at []sim.Time, now sim.Time) {
	for i, n := range numbers {
		if end := p.work(at[i], n+1); end > now {
			p.quiet.keep(now, p.changes.lb(n), end)
		}
	}
}

// workNew is workQuietly for the change of the LB that creation n has made.
func (p *Plane) workNew(n uint64, at sim.Time, lb int, now sim.Time) {
	if end := p.work(at, sim.Mix(n+1)); end > now {
		p.quiet.keep(now, lb, end)
	}
}

// lag lets workers fall behind: where the tenant has no LBs and the plane is in
// order, nobody but customers begins workflows, and nobody can tell how long
// theirs take. In regions that the tenant does not use that saves half of what
// a customer's call costs.
func (p *Plane) lag() {
	if !p.behind && len(p.scaled) == 0 && !p.eager {
		p.behind, p.worked = true, p.customers
	}
}

// workOff has workers catch up with the plane.
func (p *Plane) workOff(now sim.Time) {
	if !p.behind {
		return
	}
	p.behind = false
	last := min(p.changes.next(), p.creations.next) - 1 // what the plane has lived through is no later
	w := &p.worked
	lb := p.store.Len() - int(p.creations.n-w.creations.n)
	for {
		for until := min(last, w.creations.next); w.changes.next() <= until; {
			n, at := w.changes.takeAll(until, p.numbers[:], p.batch[:])
			p.workQuietly(n, at, now)
		}
		if w.creations.next > last {
			return
		}
		n, at := w.creations.take()
		p.workNew(n, at, lb, now)
		lb++
	}
}
