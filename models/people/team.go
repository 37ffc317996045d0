// Package people is the operators of a provider: what they do from the first
// sign of an incident to its end, by a playbook. Steps follow from beliefs, from
// one another or from the clock, and last their durations; whoever does them
// does one at a time. A step whose reason has gone is left out, and an incident
// that harms nobody is over as soon as people look at it.
//
// It leaves out shifts, handovers, and several teams at work on one region by
// playbooks of their own: a playbook says who does what.
package people

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"
)

// Plane is what people can see and do in a region, once they look into it: in its
// control plane, and to services.
type Plane interface {
	Missing() int       // records of running LBs that are missing
	Misconfigured() int // LBs without targets
	// SwitchOff stops workflows, or lets them run again.
	SwitchOff(now sim.Time, off bool)
	// MendOne repairs a misconfigured LB from a place on, and returns the next.
	MendOne(now sim.Time, from int) (next int, ok bool)
	// SnapshotAge returns the age of the newest snapshot from before the loss.
	SnapshotAge(now sim.Time) (time.Duration, bool)
	// LostFor returns how long ago records were last lost; ok is false if they never were.
	LostFor(now sim.Time) (ago time.Duration, ok bool)
	// Merge puts the store in order from a restored snapshot.
	Merge(now sim.Time)
	// Well tells whether nothing else is wrong that the region's people see to.
	Well() bool
	// Pull does what a step does that is about none of these, to what it names, over
	// a while if it says so.
	Pull(now sim.Time, s *policy.Step, over time.Duration)
}

// team is some of the people of one provider: they work on one region at a
// time, by a playbook.
type team struct {
	*Teams // that it is one of
	owner  sim.Owner
	region id.Region
	plane  Plane            // of the region at work
	book   *policy.Playbook // for the region at work; nil while free

	turn     uint64 // counts what they took up: events of an earlier turn are void
	felt     bool   // they know of a symptom
	steps    []progress
	due      []int // steps that wait for who does them, in order
	restored bool  // a snapshot is at hand
	undone   bool  // that is no snapshot, but the deletion taken back
	mending  int   // where to look for the next LB to mend
}

// progress is how far a step is.
type progress struct {
	under   bool // way
	done    bool // at least once
	again   bool // it was begun by a failure: they do not ask whether it is needed
	begun   uint64
	since   sim.Time
	toMend  int // re-enabling: LBs to mend
	mended  int
	halfway time.Duration // re-enabling: when half of them are mended, and when all are
	all     time.Duration
}

// Events of a step carry the turn, how often it was begun, and the step.
const (
	stepEnds    uint8 = iota
	nextMended        // by hand
	nextEnabled       // an LB is mended while re-enabling
	timeHasCome       // of a step that waits for the clock; its number among them
)

func (t *team) after(now sim.Time, d time.Duration, kind uint8, step int) {
	arg := t.turn<<32 | t.steps[step].begun&0xffff<<16 | uint64(step)
	t.kernel.Schedule(now.Add(d), sim.Change, t.owner, sim.Event{Kind: kind, Arg: arg})
}

// Handle implements sim.Handler.
func (t *team) Handle(now sim.Time, e sim.Event) {
	if e.Kind == timeHasCome {
		t.onTime(now, t.timed[e.Arg])
		return
	}
	step := int(e.Arg & 0xffff)
	if t.book == nil || e.Arg>>32 != t.turn || !t.steps[step].under || e.Arg>>16&0xffff != t.steps[step].begun&0xffff {
		return
	}
	switch e.Kind {
	case stepEnds:
		t.ends(now, step)
	case nextMended:
		t.mendByHand(now, step)
	case nextEnabled:
		t.enableOne(now, step)
	}
}

// takeUp has a team that is free turn to a region, by a playbook.
func (t *team) takeUp(region id.Region, book *policy.Playbook) {
	t.region, t.plane, t.book = region, t.planes[region], book
	t.turn++
	t.taken[region]++
	t.left[region] = false
	t.felt, t.restored, t.mending, t.due = false, false, 0, t.due[:0]
	t.steps = append(t.steps[:0], make([]progress, len(book.Steps))...)
}

// feel begins what a symptom begins.
func (t *team) feel(now sim.Time) {
	if t.felt {
		return
	}
	t.felt = true
	for i := range t.book.Steps {
		if t.book.Steps[i].When.Symptom {
			t.fallDue(i)
		}
	}
	t.proceed(now)
}

// fallDue has a step wait for who does it. It is not begun while under way.
func (t *team) fallDue(step int) {
	if t.steps[step].under {
		return
	}
	for _, s := range t.due {
		if s == step {
			return
		}
	}
	t.due = append(t.due, step)
}

// proceed begins each step that is due and whose people are free, and ends the
// work when nothing is left to do.
func (t *team) proceed(now sim.Time) {
	for i := 0; i < len(t.due); {
		step := t.due[i]
		if t.busy(t.book.Steps[step].Who) {
			i++
			continue
		}
		t.due = append(t.due[:i], t.due[i+1:]...)
		t.begin(now, step)
		i = 0 // it may be over already, and its people free for what came before
	}
	for i := range t.steps {
		if t.steps[i].under {
			return
		}
	}
	t.rest(now)
}

func (t *team) busy(who string) bool {
	for i := range t.steps {
		if t.steps[i].under && t.book.Steps[i].Who == who {
			return true
		}
	}
	return false
}

// rest ends the work on a region, and turns to what has waited, if anything has.
// A region that the playbook leaves harmed waits for another symptom.
func (t *team) rest(now sim.Time) {
	t.left[t.region] = !idle(t.plane)
	t.book = nil
	t.nextFor(now, t)
}

func (t *team) mark(now sim.Time, m record.Mark) { t.sink.Marked(now, m, t.region) }

// idle tells whether nothing is left to mend.
func idle(p Plane) bool { return p.Missing() == 0 && p.Misconfigured() == 0 && p.Well() }
