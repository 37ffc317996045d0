package people

import (
	"time"

	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"
)

func pace(s *policy.Step) time.Duration { return time.Duration(float64(time.Hour) / s.MendPerHour) }

// enable mends what is left with the store in order: half of the LBs by
// Majority, when workflows are switched on again, the rest by All. The pace
// is that of care, not of work, so it is the same for few LBs as for many. It
// takes over from those who mend by hand.
func (t *team) enable(now sim.Time, step int) {
	for i := range t.steps {
		if t.steps[i].under && t.book.Steps[i].Do == policy.Mend {
			t.say(now, i, "ends: re-enabling takes over")
			t.over(now, i)
		}
	}
	s, p := &t.book.Steps[step], &t.steps[step]
	p.toMend, p.mended = t.plane.Misconfigured(), 0
	p.halfway = t.drawn(step, "majority", s.Majority) + s.Delay
	p.all = max(p.halfway, t.drawn(step, "all", s.All)+s.Delay)
	if p.toMend == 0 {
		t.enabled(now, step)
		return
	}
	t.nextToEnable(now, step)
}

func (t *team) nextToEnable(now sim.Time, step int) {
	p := &t.steps[step]
	half := (p.toMend + 1) / 2
	share := p.halfway / time.Duration(half)
	if p.mended >= half {
		share = (p.all - p.halfway) / time.Duration(max(1, p.toMend-half))
	}
	t.after(now, share, nextEnabled, step)
}

// enabled ends re-enabling when nothing is left to mend.
func (t *team) enabled(now sim.Time, step int) {
	t.switchOn(now)
	t.mark(now, record.Reenabled)
	t.say(now, step, "done after %s", now.Sub(t.steps[step].since).Round(time.Second))
	t.over(now, step)
}

func (t *team) switchOff(now sim.Time) {
	t.plane.SwitchOff(now, true)
	t.off[t.region] = true
	t.mark(now, record.Contained)
}

// switchOn lets workflows run again, if people have switched them off.
func (t *team) switchOn(now sim.Time) {
	if !t.off[t.region] {
		return
	}
	t.plane.SwitchOff(now, false)
	t.off[t.region] = false
	t.mark(now, record.MostlyReenabled)
}
