package reliability

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

// at returns when a failure is known. phase is that of scans, probes or
// renewals, as a share of their period.
func (f Found) at(failed sim.Time, phase float64) sim.Time {
	within := func(period time.Duration) time.Duration { return time.Duration(phase * float64(period)) }
	switch {
	case f.Every > 0:
		return policy.ProbeTiming{Interval: f.Every}.FirstTick(failed, within(f.Every))
	case f.Probe != nil:
		return f.Probe.VerdictAt(failed, within(f.Probe.Interval), 0, false, true)
	case f.Lease > 0:
		// The renewal at the next tick is the first that does not happen.
		next := policy.ProbeTiming{Interval: f.Renew}.FirstTick(failed, within(f.Renew))
		return next.Add(f.Lease - f.Renew)
	}
	return failed
}
