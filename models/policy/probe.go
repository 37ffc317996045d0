package policy

import (
	"math"
	"time"

	"failsim/sim"
)

// ProbeTiming is how a health check runs. Its phase is drawn per target.
type ProbeTiming struct {
	Interval  time.Duration // above 0
	Timeout   time.Duration // after which an unanswered probe has failed, at most Interval
	Unhealthy int           // failures in a row that make a target unhealthy, at least 1
	Healthy   int           // successes in a row that make it healthy again, at least 1
}

// FirstTick returns the first probe at or after t of a target whose probes
// run at phase, phase+Interval, ...
func (p ProbeTiming) FirstTick(t sim.Time, phase time.Duration) sim.Time {
	since := t.Sub(sim.Time(phase))
	n := since / p.Interval
	if since > 0 && since%p.Interval != 0 {
		n++
	}
	return sim.Time(phase).Add(n * p.Interval)
}

// VerdictAt returns when probes will have noticed that a target changed at t,
// if it does not change again before: to unhealthy, silent if it does not
// answer at all (each probe then takes Timeout to fail), or back to healthy.
// run is how many probes in a row, fewer than it takes, have told so already.
// So a target that does not change costs no events.
func (p ProbeTiming) VerdictAt(t sim.Time, phase time.Duration, run int, healthy, silent bool) sim.Time {
	needed := p.Unhealthy
	if healthy {
		needed = p.Healthy
	}
	more, longest := time.Duration(needed-run-1), time.Duration(math.MaxInt64)
	if more > longest/p.Interval {
		return sim.Never // of a count that stands for never
	}
	at := p.FirstTick(t, phase).Add(more * p.Interval)
	if !healthy && silent {
		at = at.Add(p.Timeout)
	}
	return at
}
