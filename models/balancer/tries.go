package balancer

import (
	"slices"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// TryAgain has every LB pass on once more what a backend has failed, as strategies
// say. It is called before time starts. Package caller sees to when; which backend
// it is then is the LB's to choose.
func (d *DataPlane) TryAgain(list []policy.LBRetrying) {
	if len(list) == 0 {
		return
	}
	if d.hooks == nil {
		d.hook(newHooks(d, nil, true))
	}
	d.hooks.retrying = list
}

// Retrying returns the strategies by which LBs try again.
func (d *DataPlane) Retrying() []policy.LBRetrying {
	if d.hooks == nil {
		return nil
	}
	return d.hooks.retrying
}

// Left implements caller.Target.
func (l *LB) Left(hop *caller.Hop) (untried, others int, nonIdempotent bool) {
	for _, b := range l.view.Healthy {
		if !hop.Tried(b) {
			untried++
		}
		if b != hop.Last() {
			others++
		}
	}
	return untried, others, l.nonIdempotent(hop)
}

// nonIdempotent reports whether what an attempt is of is not to be done twice.
func (l *LB) nonIdempotent(hop *caller.Hop) bool {
	if len(l.kinds) == 0 {
		return false
	}
	k := l.kinds.of(l.plane.kind.Float64(hop.Request))
	return k != nil && k.NonIdempotent
}

// leave leaves those backends in the choice that a further try may go to; all, if
// there is none of these. Who is to try the same backend again has no choice, also
// where it is called unhealthy by now, as with HAProxy.
func (h *hooks) leave(v *policy.Targets) {
	if h.same = h.hop.Where == policy.SameBackend; h.same {
		h.healthy, h.changed = append(h.healthy[:0], h.hop.Last()), true
		v.Healthy = h.healthy
		return
	}
	if !h.changed {
		h.healthy, h.changed = append(h.healthy[:0], v.Healthy...), true
	}
	if slices.ContainsFunc(h.healthy, func(b id.Member) bool { return !h.hop.Tried(b) }) {
		h.healthy = slices.DeleteFunc(h.healthy, h.hop.Tried)
	}
	v.Healthy = h.healthy
}

// givenUp has the attempt that was passed on last be given up at an instant, before
// its backend has answered.
func (h *hooks) givenUp(at sim.Time) { h.last.at, h.last.outcome = at, policy.Unanswered }
