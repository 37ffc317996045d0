package study

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// naiveHands are what a provider's automation sees and does in a region.
type naiveHands struct {
	n *naive
	r *naiveRegion
}

func (h naiveHands) Now() sim.Time   { return h.n.now }
func (h naiveHands) AlarmedLBs() int { return h.r.alarmed }
func (h naiveHands) Paused() bool    { return h.r.paused() }
func (h naiveHands) Pause()          { h.r.byHand = true }
func (h naiveHands) Resume()         { h.r.byHand = false }

// ErrorShare counts the calls of this minute and the four before.
func (h naiveHands) ErrorShare() (share float64, calls int) {
	failed := 0
	for _, c := range h.r.calls {
		if h.n.now/sim.Time(time.Minute)-c.at/sim.Time(time.Minute) < 5 {
			calls++
			if !c.ok {
				failed++
			}
		}
	}
	if calls == 0 {
		return 0, 0
	}
	return float64(failed) / float64(calls), calls
}

// Reconcile begins a pass over what is missing, from the last record to the
// first.
func (h naiveHands) Reconcile(perSecond float64) {
	n, r := h.n, h.r
	h.pass(perSecond, func(lb int) bool { return r.records[lb] == gone && !r.misconfigured[lb] }, func(lb int) {
		if n.adopt(r, lb) && r.records[lb] == wrong {
			n.hold(r, lb, false)
		}
	})
}

func (h naiveHands) Register(perSecond float64) {
	h.pass(perSecond, func(lb int) bool { return h.r.records[lb] == gone || h.r.misconfigured[lb] }, func(lb int) {
		h.r.records[lb] = inOrder
		h.n.hold(h.r, lb, true)
	})
}

func (h naiveHands) RollBack(perSecond, poisoned float64) {
	bad := h.r.key.Named("poisoned")
	h.pass(perSecond, func(lb int) bool { return h.r.misconfigured[lb] && h.r.alarms[lb] > 0 }, func(lb int) {
		if bad.Float64(h.r.number(lb)) >= poisoned {
			h.n.hold(h.r, lb, true)
		}
	})
}

func (h naiveHands) Reissue(perSecond float64) {
	h.pass(perSecond, func(lb int) bool { return h.r.misconfigured[lb] && h.r.records[lb] == inOrder }, func(lb int) { h.n.hold(h.r, lb, true) })
}

// Withdraw: the second engine's control planes are never silent.
func (h naiveHands) Withdraw() {
	for _, lb := range h.r.order {
		if h.r.records[lb] == gone && !h.r.misconfigured[lb] {
			h.n.hold(h.r, lb, false)
		}
	}
}

func (h naiveHands) SilentFor() time.Duration { return 0 }

func (h naiveHands) LostFor() time.Duration {
	if h.r.missing() == 0 {
		return 0
	}
	return h.n.now.Sub(h.r.lostAt)
}

// pass goes through LBs that need something, from the last to the first.
func (h naiveHands) pass(perSecond float64, needs func(lb int) bool, see func(lb int)) {
	n, r := h.n, h.r
	if len(r.scan) > 0 || r.down() != request.None || perSecond <= 0 {
		return
	}
	for _, lb := range r.order {
		if needs(lb) {
			r.scan = append(r.scan, lb)
		}
	}
	var next func()
	next = func() {
		if r.down() != request.None {
			r.scan = nil
			return
		}
		lb := r.scan[len(r.scan)-1]
		r.scan = r.scan[:len(r.scan)-1]
		if needs(lb) {
			see(lb)
		}
		if len(r.scan) > 0 {
			n.after(sim.FromSeconds(1/perSecond), sim.Change, next)
		}
	}
	if len(r.scan) > 0 {
		n.after(sim.FromSeconds(1/perSecond), sim.Change, next)
	}
}
