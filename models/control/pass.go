package control

import (
	"failsim/models/id"
	"failsim/models/store"
	"failsim/sim"
)

// startPass begins a pass, if there is anything for it to do.
func (p *Plane) startPass(now sim.Time, next pass, perSecond float64) {
	if p.pass.under || p.dead() || perSecond <= 0 || !p.anyNeeds(next.kind) {
		return
	}
	next.left = p.pass.left[:0]
	for _, lb := range p.order {
		if p.needs(next.kind, id.Record(lb)) {
			next.left = append(next.left, lb)
		}
	}
	next.pause, next.under = sim.FromSeconds(1/perSecond), len(next.left) > 0
	if p.pass = next; next.under {
		p.after(now, next.pause, passNext, 0)
	}
}

// anyNeeds reports whether an LB may need what a pass does, without a look at each: a
// loop that reconciles looks many times while nothing is missing.
func (p *Plane) anyNeeds(kind passKind) bool {
	missing, bad := p.store.Missing() > 0 || p.store.Stale() > 0, p.misconfiguredCount > 0
	switch kind {
	case reconciling:
		return missing
	case registering:
		return missing || bad
	default:
		return bad
	}
}

// needs reports whether an LB needs what a pass does.
func (p *Plane) needs(kind passKind, lb id.Record) bool {
	state, bad := p.store.Read(lb), p.misconfigured[lb]
	lost := state == store.Missing || state == store.Wrong && p.store.Older(lb)
	switch kind {
	case reconciling:
		return lost && !bad
	case registering:
		return lost || bad
	case rollingBack:
		return bad && p.alarms[lb] > 0
	default:
		return bad && state == store.Right
	}
}

// passNext sees to the next LB.
func (p *Plane) passNext(now sim.Time) {
	if p.dead() { // a later look begins anew
		p.pass.under = false
		return
	}
	last := len(p.pass.left) - 1
	lb := id.Record(p.pass.left[last])
	p.pass.left = p.pass.left[:last]
	if p.needs(p.pass.kind, lb) {
		p.see(now, lb)
	}
	p.pass.under = last > 0
	if p.pass.under {
		p.after(now, p.pass.pause, passNext, 0)
	} else {
		p.report(now)
	}
}

// see does to an LB what the pass is about.
func (p *Plane) see(now sim.Time, lb id.Record) {
	switch p.pass.kind {
	case reconciling:
		if p.adopt(now, lb) && p.store.Read(lb) == store.Wrong {
			p.hold(now, lb, false) // reconciling writes what it has misread
		}
	case registering:
		p.store.Write(lb, store.Right)
		p.hold(now, lb, true)
	case rollingBack:
		if p.poisons.Float64(p.store.Number(lb)) >= p.pass.poisoned {
			p.hold(now, lb, true)
		}
	case reissuing:
		p.hold(now, lb, true)
	}
}

// withdraw has LBs lose what is not confirmed.
func (p *Plane) withdraw(now sim.Time) {
	for _, i := range p.order {
		if lb := id.Record(i); !p.misconfigured[lb] && (p.service.Down && !p.down || p.store.Read(lb) == store.Missing) {
			p.hold(now, lb, false)
		}
	}
}
