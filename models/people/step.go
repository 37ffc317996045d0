package people

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"
)

// begin begins a step, or leaves it out.
func (t *team) begin(now sim.Time, step int) {
	s, p := &t.book.Steps[step], &t.steps[step]
	p.begun++
	p.since = now
	if !p.again && t.needless(s) {
		t.say(now, step, "left out: there is no need")
		t.over(step)
		return
	}
	p.under, p.again = true, false
	switch s.Do {
	case policy.Mend:
		t.say(now, step, "begins")
		t.after(now, pace(s), nextMended, step)
	case policy.Reenable:
		t.say(now, step, "begins")
		t.enable(now, step)
	default:
		takes := t.takes(now, step)
		t.say(now, step, "begins, takes %s", takes.Round(time.Second))
		t.after(now, takes, stepEnds, step)
	}
}

// needless tells whether there is no reason for a step when it begins.
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

// undeletes tells whether a deletion can be taken back now.
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

// ends is when the time of a step is over: it is done, or has failed.
func (t *team) ends(now sim.Time, step int) {
	s, p := &t.book.Steps[step], &t.steps[step]
	works := t.draw(step, "fails") >= s.Fails
	turn := t.turn
	works = t.act(now, step, works)
	if t.book == nil || t.turn != turn {
		return // all is over, or begins anew
	}
	took := now.Sub(p.since).Round(time.Second)
	if works {
		t.say(now, step, "done after %s", took)
		t.over(step)
	} else {
		t.say(now, step, "failed after %s", took)
		t.failed(step)
	}
	t.proceed(now)
}

// over has what waits for a step fall due.
func (t *team) over(step int) {
	t.steps[step].under, t.steps[step].done = false, true
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
func (t *team) failed(step int) {
	t.steps[step].under = false
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

// act does what a step is about, and tells whether it has worked.
func (t *team) act(now sim.Time, step int, works bool) bool {
	s := &t.book.Steps[step]
	switch {
	case s.Do == policy.Snapshot:
		_, kept := t.plane.SnapshotAge(now)
		t.undone = t.undeletes(t.steps[step].since, s)
		if t.restored = t.undone || works && kept; !t.restored {
			t.mark(now, record.RestoreFailed)
			return false
		}
		t.mark(now, record.Restored)
	case !works:
		return false
	case s.Do == policy.Notice:
		return t.notice(now)
	case s.Do == policy.Misdiagnose:
		t.mark(now, record.Misdiagnosed)
	case s.Do == policy.Find:
		t.mark(now, record.CauseFound)
	case s.Do == policy.Pause, s.Do == policy.Contain && t.plane.Missing() > 0:
		t.switchOff(now)
	case s.Do == policy.Resume:
		t.switchOn(now)
	case s.Do == policy.Merge:
		t.plane.Merge(now)
		t.restored = false
		t.mark(now, record.Merged)
	case s.Do.OnWorld():
		t.plane.Pull(now, s, t.drawn(step, "over", s.Over))
	case s.Do == policy.WatchOver:
		return t.declare(now)
	}
	return true
}

// notice looks whether anything is wrong. If nothing is, that ends it all.
func (t *team) notice(now sim.Time) bool {
	if idle(t.plane) {
		t.switchOn(now)
		t.rest(now)
		return false
	}
	t.mark(now, record.Noticed)
	t.sink.Alarmed(now, record.OfRegion(record.ProviderPeople, t.region))
	return true
}

// declare declares an incident over. What has come up while they watched was
// taken for the old one.
func (t *team) declare(now sim.Time) bool {
	if !idle(t.plane) {
		t.Teams.takeUp(now, t, t.region)
		return false
	}
	t.mark(now, record.DeclaredNormal)
	return true
}
