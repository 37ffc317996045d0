// Package people is the operators of a provider: what they do from the first
// sign of an incident to its end. Phases follow from beliefs and last their
// durations; a phase whose reason has gone is left out, and an incident that
// harms nobody is over as soon as people look at it.
//
// It leaves out shifts, handovers, and several teams at work on one region.
package people

import (
	"time"

	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"
)

// Plane is what people can see and do in a region's control plane, once they
// look into it.
type Plane interface {
	Missing() int // records of running LBs that are missing
	Damaged() int // LBs without targets
	// SwitchOff stops workflows, or lets them run again.
	SwitchOff(now sim.Time, off bool)
	// MendOne repairs a damaged LB from a place on, and returns the next.
	MendOne(now sim.Time, from int) (next int, ok bool)
	// SnapshotAge returns the age of the newest snapshot from before the loss.
	SnapshotAge(now sim.Time) (time.Duration, bool)
	// Merge puts the store in order from a restored snapshot.
	Merge(now sim.Time)
}

// team is some of the people of one provider: they work on one region at a
// time.
type team struct {
	*Teams // that it is one of
	owner  sim.Owner
	region int
	plan   policy.Plan // for the region at work
	plane  Plane       // of the region at work

	phase     phase
	restores  int // attempts begun
	mending   int // where to look for the next LB to mend by hand
	byHand    bool
	toMend    int // LBs to mend while re-enabling
	mended    int
	contained bool
}

type phase uint8

// The phases in order. An event ends the phase that it names.
const (
	calm phase = iota
	noticing
	misdiagnosing
	finding
	containing
	restoring
	merging
	reenabling
	watching
	over
)

// Events: the end of a phase has the phase as its kind; byHand is apart.
const mendByHand = uint8(over) + 1

// rest ends an incident, and turns to a region that has waited, if any.
func (t *team) rest(now sim.Time) {
	t.phase = over
	for region, p := range t.planes {
		if p != nil && !idle(p) && t.at(region) == nil {
			t.takeUp(now, region)
			return
		}
	}
}

// takeUp has a team that is free turn to a region.
func (t *team) takeUp(now sim.Time, region int) {
	t.region, t.plane, t.plan = region, t.planes[region], t.planOf(now)
	t.contained, t.restores, t.mending = false, 0, 0
	t.enter(now, noticing, t.plan.Notice)
}

func (t *team) enter(now sim.Time, p phase, d time.Duration) {
	t.phase = p
	t.after(now, d, uint8(p))
}

func (t *team) after(now sim.Time, d time.Duration, kind uint8) {
	t.kernel.Schedule(now.Add(d), sim.Change, t.owner, sim.Event{Kind: kind})
}

func (t *team) mark(now sim.Time, m record.Mark) { t.sink.Marked(now, m, t.region) }

// idle tells whether nothing is left to mend.
func (t *team) idle() bool { return idle(t.plane) }

func idle(p Plane) bool { return p.Missing() == 0 && p.Damaged() == 0 }

// Handle implements sim.Handler: the end of a phase.
func (t *team) Handle(now sim.Time, e sim.Event) {
	if e.Kind == mendByHand {
		t.mendByHand(now)
		return
	}
	if phase(e.Kind) != t.phase {
		return
	}
	switch t.phase {
	case noticing:
		if t.idle() {
			t.finish(now)
			return
		}
		t.mark(now, record.Noticed)
		t.sink.Alarmed(now, record.OfRegion(record.ProviderPeople, t.region))
		t.enter(now, misdiagnosing, t.plan.Misdiagnose)
	case misdiagnosing:
		t.mark(now, record.Misdiagnosed)
		t.enter(now, finding, t.plan.Find)
	case finding:
		t.mark(now, record.CauseFound)
		t.enter(now, containing, t.plan.Contain)
	case containing:
		t.contain(now)
	case restoring:
		t.restored(now)
	case merging:
		t.plane.Merge(now)
		t.mark(now, record.Merged)
		t.reenable(now)
	case reenabling:
		t.reenableOne(now)
	case watching:
		if !t.idle() { // what has come up since was taken for the old incident
			t.takeUp(now, t.region)
			return
		}
		t.mark(now, record.DeclaredNormal)
		t.rest(now)
	}
}

// contain switches workflows off if they would do harm, starts mending by
// hand, and goes for the snapshot if records are missing.
func (t *team) contain(now sim.Time) {
	if t.idle() {
		t.finish(now)
		return
	}
	if t.plan.MendPerHour > 0 && t.plane.Damaged() > 0 && !t.byHand {
		t.byHand = true
		t.after(now, t.pace(), mendByHand)
	}
	if t.plane.Missing() == 0 {
		t.reenable(now)
		return
	}
	t.plane.SwitchOff(now, true)
	t.contained = true
	t.mark(now, record.Contained)
	t.restore(now)
}

// restore begins the next attempt; when all have failed, the last is made
// again and again.
func (t *team) restore(now sim.Time) {
	if len(t.plan.Restores) == 0 {
		return
	}
	t.restores++
	t.enter(now, restoring, t.attempt().Takes)
}

func (t *team) attempt() policy.Restore {
	return t.plan.Restores[min(t.restores, len(t.plan.Restores))-1]
}

func (t *team) restored(now sim.Time) {
	age, kept := t.plane.SnapshotAge(now)
	if !t.attempt().Succeeds || !kept {
		t.mark(now, record.RestoreFailed)
		t.restore(now)
		return
	}
	t.mark(now, record.Restored)
	d := t.plan.Merge
	if t.plan.ReplaySpeed > 0 {
		d = time.Duration(float64(age) / t.plan.ReplaySpeed)
	}
	t.enter(now, merging, d)
}
