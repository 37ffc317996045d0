package control

import (
	"time"

	"failsim/models/id"
	"failsim/models/store"
	"failsim/sim"
	"failsim/sim/portable"
)

// MendOne repairs one misconfigured LB by hand, the next in the fleet's order from
// a given place on, and returns where to go on. It reports false if none is
// misconfigured. People cannot tell customers' LBs apart: the order is no priority.
func (p *Plane) MendOne(now sim.Time, from int) (next int, ok bool) {
	p.catchUp(now)
	defer p.file()
	for i := range p.fleet {
		at := (from + i) % p.fleet
		if lb := id.Record(p.order[at]); p.misconfigured[lb] {
			p.store.Write(lb, store.Right)
			p.hold(now, lb, true)
			return at + 1, true
		}
	}
	return from, false
}

// Merge puts the store in order from a restored snapshot.
func (p *Plane) Merge(now sim.Time) {
	p.catchUp(now)
	p.store.Merge()
	for lb, bad := range p.misconfigured {
		if !bad { // it holds what its record says, whichever version that has
			p.store.Agree(id.Record(lb))
		}
	}
	p.report(now)
	p.file()
}

// SnapshotAge returns the age that the newest snapshot from before the loss has at an
// instant, which may have passed.
func (p *Plane) SnapshotAge(now sim.Time) (time.Duration, bool) {
	p.catchUp(p.kernel.Now())
	at, ok := p.store.SnapshotBefore(now)
	return now.Sub(at), ok
}

// LostFor returns how long records have been lost at an instant, which may have passed;
// ok is false if they never were.
func (p *Plane) LostFor(now sim.Time) (ago time.Duration, ok bool) {
	p.catchUp(p.kernel.Now())
	at := p.store.LostAt()
	return now.Sub(at), at != sim.Never
}

// Delete loses a share of the records.
func (p *Plane) Delete(now sim.Time, key sim.Key, share float64) {
	p.DeleteOf(now, key, share, store.Part{})
}

// DeleteOf loses a share of the records in a part of the store.
func (p *Plane) DeleteOf(now sim.Time, key sim.Key, share float64, part store.Part) {
	p.catchUp(now)
	p.store.DeleteOf(now, key, share, part)
	p.report(now)
	p.file()
}

// Age has a share of the records be what they were some time ago.
func (p *Plane) Age(now sim.Time, key sim.Key, share float64, age time.Duration) {
	p.catchUp(now)
	p.store.Age(key, share, -portable.Expm1(-p.spec.TouchesPerHour*age.Hours()))
	p.report(now)
	p.file()
}

// Refresh has records that have not been written since be what they should.
func (p *Plane) Refresh(now sim.Time) {
	p.catchUp(now)
	p.store.Refresh()
	p.report(now)
	p.file()
}

// Alarmed reports whether any LB has an alarm on its error rate.
func (p *Plane) Alarmed() bool {
	p.catchUp(p.kernel.Now())
	return p.alarmed > 0
}
