package control

import (
	"cmp"
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/store"
	"failsim/sim"
)

// adopt takes a live LB's configuration as its record. It reports whether
// there was a configuration to take. Reading can go wrong: then the record is
// wrong, and the next write of it does harm.
func (p *Plane) adopt(now sim.Time, lb id.Record) bool {
	if p.misconfigured[lb] {
		return false
	}
	state := store.Right
	if p.misreads.Float64(p.store.Number(lb)) < p.spec.Misread {
		state = store.Wrong
	}
	p.adopted++
	p.store.Write(lb, state)
	return true
}

// lineUp puts the fleet in an order: other customers' LBs by their numbers, and
// each of the tenant's before a drawn one of them, or at the end.
func (p *Plane) lineUp(places sim.Key) {
	p.order = make([]int32, p.others, p.fleet)
	for i := range p.order {
		p.order[i] = int32(i)
	}
	place := func(s scaled) int { return places.IntN(s.ID, p.others+1) }
	own := slices.SortedFunc(slices.Values(p.scaled), func(a, b scaled) int { return cmp.Or(cmp.Compare(place(b), place(a)), cmp.Compare(b.ID, a.ID)) })
	for _, s := range own { // the last first, so that no place moves
		p.order = slices.Insert(p.order, place(s), int32(s.record))
	}
}

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
	p.report(now)
	p.file()
}

// SnapshotAge returns the age of the newest snapshot from before the loss.
func (p *Plane) SnapshotAge(now sim.Time) (time.Duration, bool) {
	p.catchUp(now)
	at, ok := p.store.SnapshotBefore(now)
	return now.Sub(at), ok
}

// LostFor returns how long ago records were last lost; ok is false if they never were.
func (p *Plane) LostFor(now sim.Time) (ago time.Duration, ok bool) {
	p.catchUp(now)
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

// Alarmed tells whether any LB has an alarm on its error rate.
func (p *Plane) Alarmed() bool {
	p.catchUp(p.kernel.Now())
	return p.alarmed > 0
}

// view and orders are the plane as healing strategies see it.
type view struct {
	p   *Plane
	now sim.Time
}

func (v view) Now() sim.Time              { return v.now }
func (v view) ErrorShare() (float64, int) { return v.p.recent.share(v.now) }
func (v view) AlarmedLBs() int            { return v.p.alarmed }
func (v view) Paused() bool               { return v.p.paused() }

func (v view) LostFor() time.Duration {
	if v.p.store.Missing() == 0 {
		return 0
	}
	return v.now.Sub(v.p.store.LostAt())
}

func (v view) SilentFor() time.Duration {
	if v.p.down || !v.p.service.Down {
		return 0
	}
	return v.now.Sub(v.p.silentSince)
}

type orders struct {
	p   *Plane
	now sim.Time
}

func (o orders) Pause() {
	if !o.p.pausedBy[ByMachine] {
		o.p.sink.Alarmed(o.now, record.OfRegion(record.ProviderMachine, o.p.region))
		o.p.sink.Marked(o.now, record.Contained, o.p.region)
	}
	o.p.Set(o.now, ByMachine, true)
}
func (o orders) Resume() { o.p.Set(o.now, ByMachine, false) }
func (o orders) Reconcile(perSecond float64) {
	o.p.startPass(o.now, pass{kind: reconciling}, perSecond)
}
func (o orders) Register(perSecond float64) { o.p.startPass(o.now, pass{kind: registering}, perSecond) }
func (o orders) Reissue(perSecond float64)  { o.p.startPass(o.now, pass{kind: reissuing}, perSecond) }
func (o orders) Withdraw()                  { o.p.withdraw(o.now) }
func (o orders) RollBack(perSecond, poisoned float64) {
	o.p.startPass(o.now, pass{kind: rollingBack, poisoned: poisoned}, perSecond)
}

// recentCalls counts calls in each of the last five minutes.
type recentCalls struct {
	minute        [recentMinutes]int64
	calls, failed [recentMinutes]int
	slot          int      // of the minute under way
	until         sim.Time // when it is over
}

const recentMinutes = 5

// add counts calls that ended alike, in order of their instants.
func (r *recentCalls) add(at []sim.Time, ok bool) {
	for len(at) > 0 {
		n := len(at)
		if at[n-1] >= r.until {
			n, _ = slices.BinarySearch(at, r.until)
		}
		r.calls[r.slot] += n
		if !ok {
			r.failed[r.slot] += n
		}
		if at = at[n:]; len(at) > 0 {
			r.begin(int64(at[0]) / int64(time.Minute))
		}
	}
}

func (r *recentCalls) begin(minute int64) {
	r.slot, r.until = int(minute%recentMinutes), sim.Time(minute+1)*sim.Time(time.Minute)
	r.minute[r.slot], r.calls[r.slot], r.failed[r.slot] = minute, 0, 0
}

func (r *recentCalls) share(now sim.Time) (float64, int) {
	m := int64(now) / int64(time.Minute)
	calls, failed := 0, 0
	for i := range r.minute {
		if m-r.minute[i] < recentMinutes {
			calls += r.calls[i]
			failed += r.failed[i]
		}
	}
	if calls == 0 {
		return 0, 0
	}
	return float64(failed) / float64(calls), calls
}
