package people

import (
	"time"

	"failsim/models/record"
	"failsim/sim"
)

func (t *team) pace() time.Duration {
	return time.Duration(float64(time.Hour) / t.plan.MendPerHour)
}

// mendByHand repairs one LB and goes on to the next, until re-enabling takes
// over or none is left.
func (t *team) mendByHand(now sim.Time) {
	if t.phase >= reenabling {
		t.byHand = false
		return
	}
	next, ok := t.plane.MendOne(now, t.mending)
	if !ok {
		t.byHand = false
		return
	}
	t.mending = next
	t.after(now, t.pace(), mendByHand)
}

// reenable mends what is left with the store in order: half of the LBs by
// Majority, when workflows are switched on again, the rest by All. The pace
// is that of care, not of work, so it is the same for few LBs as for many.
func (t *team) reenable(now sim.Time) {
	t.toMend, t.mended = t.plane.Damaged(), 0
	t.phase = reenabling
	if t.toMend == 0 {
		t.finish(now)
		return
	}
	t.nextReenabled(now)
}

// reenableOne ends one step: an LB is mended.
func (t *team) reenableOne(now sim.Time) {
	next, ok := t.plane.MendOne(now, t.mending)
	t.mending = next
	t.mended++
	if 2*t.mended >= t.toMend && t.contained {
		t.switchOn(now)
	}
	if !ok || t.plane.Damaged() == 0 {
		t.finish(now)
		return
	}
	t.nextReenabled(now)
}

func (t *team) nextReenabled(now sim.Time) {
	half := (t.toMend + 1) / 2
	share := t.plan.Majority / time.Duration(half)
	if t.mended >= half {
		share = (t.plan.All - t.plan.Majority) / time.Duration(max(1, t.toMend-half))
	}
	t.after(now, share, uint8(reenabling))
}

func (t *team) switchOn(now sim.Time) {
	t.plane.SwitchOff(now, false)
	t.contained = false
	t.mark(now, record.MostlyReenabled)
}

// finish ends the work when nothing is left to mend. Where anything was done,
// people watch for a while before they declare it over.
func (t *team) finish(now sim.Time) {
	if t.contained {
		t.switchOn(now)
	}
	if t.phase == noticing {
		t.rest(now)
		return
	}
	t.mark(now, record.Reenabled)
	t.enter(now, watching, t.plan.Watch)
}
