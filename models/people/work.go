package people

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// Suspect reports a symptom: a failed call or a harmed LB. It makes no
// difference where a team knows already, nor if all are elsewhere.
func (t *Teams) Suspect(now sim.Time, region id.Region) {
	if one := t.at(region); one != nil {
		one.feel(now)
	} else if one := t.free(); one != nil {
		t.takeUp(now, one, region)
	}
}

// takeUp has a team turn to a region for a symptom.
func (t *Teams) takeUp(now sim.Time, one *team, region id.Region) {
	one.takeUp(region, t.bookOf(now))
	one.feel(now)
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

// proceed begins each step that is due and whose people are free, and ends the
// work when nothing is left to do.
func (t *team) proceed(now sim.Time) {
	for step, ok := t.next(now); ok; step, ok = t.next(now) {
		t.begin(now, step)
	}
	for i := range t.steps {
		if t.steps[i].under {
			return
		}
	}
	t.rest(now)
}

// begin begins a step, or leaves it out.
func (t *team) begin(now sim.Time, step int) {
	s, p := &t.book.Steps[step], &t.steps[step]
	p.begun++
	p.since = now
	if !p.again && t.needless(s) {
		t.say(now, step, "left out: there is no need")
		t.over(now, step)
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
		if takes > 0 {
			t.say(now, step, "begins, takes %s", takes.Round(time.Second))
		}
		t.after(now, takes, stepEnds, step)
	}
}

// rest ends the work on a region, and turns to what has waited, if anything has.
// A region that the playbook leaves harmed waits for another symptom.
func (t *team) rest(now sim.Time) {
	t.left[t.region] = !idle(t.plane)
	t.book = nil
	t.nextFor(now, t)
}

// nextFor has a team that is free turn to what has waited.
func (t *Teams) nextFor(now sim.Time, one *team) {
	waiting := t.late
	t.late = nil
	for _, s := range waiting {
		t.onTime(now, s)
	}
	for i, p := range t.planes {
		region := id.Region(i)
		if one.book == nil && p != nil && !t.left[i] && !idle(p) && t.at(region) == nil {
			t.takeUp(now, one, region)
		}
	}
}

// onTime begins a step whose time has come. Where those at work on the region have
// another playbook, or all teams are elsewhere, it waits.
func (t *Teams) onTime(now sim.Time, s timed) {
	one := t.at(s.region)
	if one == nil {
		if one = t.free(); one != nil {
			one.takeUp(s.region, s.book)
		}
	}
	if one == nil || one.book != s.book {
		t.late = append(t.late, s)
		return
	}
	one.fallDue(s.step)
	one.proceed(now)
}
