package control

import (
	"time"

	"failsim/models/record"
	"failsim/sim"
)

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
