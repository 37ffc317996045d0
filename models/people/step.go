package people

import (
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"
)

// after files what comes next of a step that is under way.
func (t *team) after(now sim.Time, d time.Duration, kind uint8, step int) {
	t.steps[step].next = now.Add(d)
	t.kernel.Schedule(now.Add(d), sim.Change, t.owner, sim.Event{Kind: kind, Arg: t.argument(step)})
}

// argument is that of an event of a step: the ends of the numbers of the turn and of how
// often it was begun, and the step. In a turn that is 4,096 later the instant tells the
// events apart.
func (t *team) argument(step int) uint64 {
	return t.turn&0xfff<<32 | t.steps[step].begun&0xffff<<16 | uint64(step)
}

// expects reports whether an event is of what a step waits for, not of one begun before.
func (t *team) expects(now sim.Time, e sim.Event) bool {
	step := int(e.Arg & 0xffff)
	return t.book != nil && step < len(t.steps) && t.steps[step].under && e.Arg == t.argument(step) && now == t.steps[step].next
}

// fallDue has a step wait for who does it. It is not begun while under way.
func (t *team) fallDue(step int) {
	if t.jobs.At(int32(step)).State == station.Elsewhere && !slices.Contains(t.due, step) {
		t.due = append(t.due, step)
	}
}

// needless reports whether there is no reason for a step when it begins.
func (t *team) needless(s *policy.Step) bool {
	switch s.Do {
	case policy.Mend:
		return t.plane.Misconfigured() == 0 || t.underWay(policy.Reenable)
	case policy.Snapshot:
		return t.plane.Missing() == 0
	case policy.Merge:
		return !t.restored
	}
	return false
}

func (t *team) underWay(a policy.Action) bool {
	for i := range t.steps {
		if t.steps[i].under && t.book.Steps[i].Do == a {
			return true
		}
	}
	return false
}

// takes returns how long a step takes that is one stretch of time.
func (t *team) takes(now sim.Time, step int) time.Duration {
	s := &t.book.Steps[step]
	switch {
	case s.Do == policy.Snapshot && t.undeletes(now, s):
		return s.Undelete.Takes + s.Delay
	case s.Do == policy.Merge && t.undone:
		return s.Delay
	case s.Do == policy.Merge && s.ReplaySpeed > 0:
		age, _ := t.plane.SnapshotAge(now)
		if s.FromLoss {
			age, _ = t.plane.LostFor(now)
		}
		return time.Duration(float64(age)/s.ReplaySpeed) + s.Delay
	}
	return t.drawn(step, "takes", s.Takes) + s.Delay
}

// undeletes reports whether a deletion can be taken back now.
func (t *team) undeletes(now sim.Time, s *policy.Step) bool {
	ago, lost := t.plane.LostFor(now)
	return lost && s.Undelete.Within > 0 && ago <= s.Undelete.Within
}

// drawn draws a duration of a step, anew each time that it is begun.
func (t *team) drawn(step int, purpose string, d distribution.Distribution) time.Duration {
	if d == nil {
		return 0
	}
	return d.Quantile(t.draw(step, purpose))
}

func (t *team) draw(step int, purpose string) float64 {
	key := t.book.Key.Named("step/" + t.book.Steps[step].Name).Named(purpose)
	return key.At(uint64(t.region)).At(t.taken[t.region]).Float64(t.steps[step].begun - 1)
}

// over has what waits for a step fall due.
func (t *team) over(now sim.Time, step int) {
	t.steps[step].under, t.steps[step].done = false, true
	t.leave(now, step)
	for i := range t.book.Steps {
		if t.follows(i, step) {
			t.fallDue(i)
		}
	}
}

func (t *team) follows(i, step int) bool {
	w, named := &t.book.Steps[i].When, false
	for _, s := range w.After {
		named = named || s == step
		if w.All && !t.steps[s].done {
			return false
		}
	}
	return named
}

// failed has what is done instead of a step fall due.
func (t *team) failed(now sim.Time, step int) {
	t.steps[step].under = false
	t.leave(now, step)
	for i := range t.book.Steps {
		instead := t.book.Steps[step].Else == i
		for _, s := range t.book.Steps[i].When.Failed {
			instead = instead || s == step
		}
		if instead && !t.steps[i].under {
			t.steps[i].again = true
			t.fallDue(i)
		}
	}
}
