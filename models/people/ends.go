package people

import (
	"time"

	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"
)

// Handle implements sim.Handler.
func (t *team) Handle(now sim.Time, e sim.Event) {
	if e.Kind == timeHasCome {
		t.onTime(now, t.timed[e.Arg])
		return
	}
	step := int(e.Arg & 0xffff)
	if !t.expects(now, e) {
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
		if took > 0 {
			t.say(now, step, "done after %s", took)
		} else {
			t.say(now, step, "done")
		}
		t.over(now, step)
	} else {
		t.say(now, step, "failed after %s", took)
		t.failed(now, step)
	}
	t.proceed(now)
}

// act does what a step is about, and reports whether it has worked.
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
		return t.notice(now, step)
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
func (t *team) notice(now sim.Time, step int) bool {
	if idle(t.plane) {
		t.say(now, step, "ends: nothing is wrong, a false alarm; what follows it is left out")
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

// mendByHand repairs one LB and goes on to the next, until none is left.
func (t *team) mendByHand(now sim.Time, step int) {
	if next, ok := t.plane.MendOne(now, t.mending); ok {
		t.mending = next
		t.after(now, pace(&t.book.Steps[step]), nextMended, step)
		return
	}
	t.say(now, step, "done after %s: nothing is left to mend", now.Sub(t.steps[step].since).Round(time.Second))
	t.over(now, step)
	t.proceed(now)
}

// enableOne ends one part of it: an LB is mended.
func (t *team) enableOne(now sim.Time, step int) {
	p := &t.steps[step]
	next, ok := t.plane.MendOne(now, t.mending)
	t.mending = next
	p.mended++
	if 2*p.mended >= p.toMend {
		t.switchOn(now)
	}
	if ok && t.plane.Misconfigured() > 0 {
		t.nextToEnable(now, step)
		return
	}
	t.enabled(now, step)
	t.proceed(now)
}
