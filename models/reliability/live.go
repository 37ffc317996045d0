package reliability

import (
	"time"

	"failsim/models/figures"
	"failsim/models/station"
	"failsim/sim"
)

// Run simulates one replication of a file.
func Run(spec *Spec, seed uint64, replication int) *figures.Report {
	r := &run{spec: spec, root: sim.NewKey(seed, replication)}
	r.grow()
	for i := range spec.Sharing {
		r.sharing = append(r.sharing, sharing{spec: &spec.Sharing[i]})
	}
	for _, c := range spec.Crews {
		r.crews = append(r.crews, station.InClosedForm(station.Spec{Servers: c.People, QueueCapacity: station.Unlimited}))
	}
	for cycle := range spec.Cycles {
		r.cycle = uint64(cycle)
		r.live()
	}
	return r.report()
}

// live simulates one cycle.
func (r *run) live() {
	r.kernel = sim.Kernel{}
	r.owner = r.kernel.Register(r)
	r.origin = sim.Time(r.spec.WarmUp)
	r.until = r.origin.Add(r.spec.Length)
	r.over, r.ended, r.broken = false, r.until, 0
	r.renew()
	for _, c := range r.crews {
		c.Clear()
	}
	for i := range r.parts {
		p := &r.parts[i]
		p.key, p.life = p.base.At(r.cycle), 0
		if p.broken {
			r.fail(0, i)
		} else {
			r.schedule(sim.Time(0).Add(p.up.Quantile(p.draw(ofUp))), fails, i)
		}
	}
	for i := range r.pairs {
		r.await(i, r.pairs[i].begin(r.cycle))
	}
	for i := range r.sharing {
		r.schedule(r.sharing[i].begin(), trips, i)
	}
	r.kernel.Run(r.until)
	r.close()
}

// close ends a cycle.
func (r *run) close() {
	end := r.ended
	measured := float64(end.Sub(min(end, r.origin)))
	for i := range r.nodes {
		n := &r.nodes[i]
		t := n.tally
		if t == nil {
			continue
		}
		if !n.up && end > r.origin {
			n.lost += float64(end.Sub(max(n.since, r.origin)))
		}
		t.span += measured
		t.down += n.lost
		t.outages += float64(n.outages)
		t.cycles++
		t.lost.AddValue(n.lost)
		t.losses.Add(time.Duration(n.lost))
		if n.lost == 0 {
			t.perfect++
		}
		for k, w := range r.spec.Within {
			if n.lost <= float64(w) {
				t.lostAt[k]++
			}
		}
	}
	if r.watched >= 0 && r.over {
		r.nodes[r.watched].tally.outageAt.AddValue(measured)
	}
	for i := range r.pairs {
		r.pairs[i].enter(end, r.origin, r.pairs[i].state)
	}
	for i := range r.sharing {
		r.sharing[i].close()
	}
	r.lengths.AddValue(measured)
}

// Handle implements sim.Handler.
func (r *run) Handle(now sim.Time, e sim.Event) {
	if r.over {
		return
	}
	switch i := int(e.Arg); e.Kind {
	case fails:
		r.fail(now, i)
	case noticed:
		r.mend(now, i)
	case mended:
		r.back(now, i)
	case turns:
		r.turn(now, e.Arg)
	case trips:
		r.schedule(r.sharing[i].trip(now), trips, i)
	}
}

// fail takes a part down, and begins what ends that.
func (r *run) fail(now sim.Time, i int) {
	p := &r.parts[i]
	p.life++
	p.failed = now
	r.lose(now, p.node)
	known := p.found.at(now, p.phase())
	if t := p.takeover; t != nil {
		if p.draw(ofCoverage) < t.Coverage {
			p.put(now, known, r.origin)
			r.schedule(known.Add(t.Switch.Quantile(p.draw(ofSwitch))), mended, i)
		} else {
			r.schedule(now.Add(p.down.Quantile(p.draw(ofDown))), mended, i)
		}
		return
	}
	p.put(now, known, r.origin)
	if known > now {
		r.schedule(known, noticed, i)
	} else {
		r.mend(now, i)
	}
}

// mend begins a repair, or waits for a repairer to begin it.
func (r *run) mend(now sim.Time, i int) {
	p := &r.parts[i]
	work := p.down.Quantile(p.draw(ofDown))
	at := now.Add(work)
	if p.crew >= 0 {
		_, at, _ = r.crews[p.crew].Offer(now, work)
	}
	r.schedule(at, mended, i)
}

// back brings a part up.
func (r *run) back(now sim.Time, i int) {
	p := &r.parts[i]
	r.gain(now, p.node)
	if p.up != nil {
		r.schedule(now.Add(p.up.Quantile(p.draw(ofUp))), fails, i)
	}
}

// turnBits are those of an event's argument that report how often a pair has turned.
const turnBits = 24

// await has a pair turn. It has one event at a time: what happens next to it.
func (r *run) await(i int, at sim.Time) {
	p := &r.pairs[i]
	p.turned++
	r.schedule(at, turns, i<<turnBits|int(p.turned&(1<<turnBits-1)))
}

// turn takes a pair to its next state, and what depends on it up or down.
func (r *run) turn(now sim.Time, argument uint64) {
	i := int(argument >> turnBits)
	p := &r.pairs[i]
	if p.turned&(1<<turnBits-1) != argument&(1<<turnBits-1) {
		return
	}
	was := p.up()
	next := p.turn(now, r.origin)
	switch is := p.up(); {
	case was && !is:
		r.lose(now, p.node)
	case is && !was:
		r.gain(now, p.node)
	}
	r.await(i, next)
}
