package policy

import (
	"math"
	"time"

	"failsim/sim"
)

// ProbeTiming is how a health check runs. Its phase is drawn per target.
type ProbeTiming struct {
	Interval  time.Duration // above 0
	Timeout   time.Duration // after which an unanswered probe has failed
	Unhealthy int           // failures in a row that make a target unhealthy, at least 1
	Healthy   int           // successes in a row that make it healthy again, at least 1
	// FromEnd reports that a probe goes out Interval after the last one ended, as
	// HAProxy's do; else so long after the last one went out.
	FromEnd bool
	// Forget is how many successes in a row it takes until failures before them count no more,
	// as long as the target is called healthy; less than 2: one, so that only failures in
	// a row count.
	Forget int
	Session
}

// Session is what a target has open with who checks it, if it has: a host whose
// process dies closes it, which needs no probe to be noticed.
type Session struct {
	Open bool
	// Kept is how long a target whose host has closed it is called healthy still, as its
	// process may start again; silence is left to probes.
	Kept time.Duration
}

// Work is what a probe asks of a server.
type Work uint8

// The works.
const (
	Aside   Work = iota // nothing: a port or a thread of its own answers
	Waiting             // it waits for a server as a request does, and occupies none
	Request             // what a request does
)

// Works are the words for works, in their order.
func Works() []string { return []string{"aside", "0", "request"} }

// Sight is what probes see of faults that take nothing away. The zero value sees
// none.
type Sight struct {
	Work Work
	// Of requests that fail by chance, and of servers that are slow: the share of
	// probes that meet such a fault as a request would.
	Errors, Slow float64
}

// Check is how LBs check their backends.
type Check struct {
	ProbeTiming
	Sight
	// FailsOpen reports that an LB that calls no backend healthy uses all.
	FailsOpen bool
}

// Period is from one probe to the next, of those that take a time.
func (p *ProbeTiming) Period(takes time.Duration) time.Duration {
	if p.FromEnd {
		return p.Interval + takes
	}
	return p.Interval
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
	return p.VerdictFrom(p.FirstTick(t, phase), run, healthy, silent)
}

// VerdictFrom is VerdictAt of a target whose first probe after its change is
// known.
func (p ProbeTiming) VerdictFrom(first sim.Time, run int, healthy, silent bool) sim.Time {
	needed, takes := p.Unhealthy, time.Duration(0)
	if healthy {
		needed = p.Healthy
	} else if silent {
		takes = p.Timeout
	}
	period, more, longest := p.Period(takes), time.Duration(needed-run-1), time.Duration(math.MaxInt64)
	if more > longest/period {
		return sim.Never // of a count that stands for never
	}
	return first.Add(more * period).Add(takes)
}
