package results

import (
	"time"

	"failsim/sim"
)

// RecoverySummary says how many replications were harmed and how long they
// took to recover. Quantiles are of the harmed, seconds since the onset; one
// that falls among the censored is null: later than the run.
type RecoverySummary struct {
	NeverHarmed int `json:"never_harmed"`
	Harmed      int `json:"harmed"`   // the censored among them
	Censored    int `json:"censored"` // not recovered by the end
	Quantiles
	// Restricted is the mean of the harmed where those not recovered count as
	// if they had at the end of the run.
	Restricted Estimate `json:"restricted_mean"`
	// Final quantiles are to the last recovery, after every relapse.
	Final    Quantiles `json:"final"`
	Relapsed int       `json:"relapsed"` // replications that were harmed again after recovery
	// WithinObjective is the share of replications never harmed or recovered
	// in the time that is the objective; null if there is none.
	WithinObjective *Proportion `json:"within_objective"`
}

// recovery summarises the recoveries of a part of every run.
func (s *Sample) recovery(key sim.Key, part func(*Run) *Part) RecoverySummary {
	var sum RecoverySummary
	var first, final, restricted []float64
	within := 0
	for _, run := range s.runs {
		r := part(run).Recovery
		first = append(first, recoveryGivenHarm(&r))
		if r.State != Censored && r.Took <= s.layout.Recovery {
			within++
		}
		if r.State == NeverHarmed {
			sum.NeverHarmed++
			continue
		}
		sum.Harmed++
		restricted = append(restricted, r.Took.Seconds())
		if r.State == Censored {
			sum.Censored++
		}
		if r.Relapses > 0 {
			sum.Relapsed++
		}
		final = append(final, finallyGivenHarm(&r))
	}
	sum.Quantiles = EstimateQuantiles(first)
	sum.Final = EstimateQuantiles(final)
	longest := (s.layout.Length - time.Duration(s.layout.Onset)).Seconds()
	sum.Restricted = EstimateMean(restricted, Range{0, max(longest, 0)}, key)
	if sum.Censored > 0 && sum.Restricted.Warning == "" {
		sum.Restricted.Warning = Restricted
	}
	if s.layout.Recovery > 0 {
		p := EstimateProportion(float64(within), len(s.runs))
		sum.WithinObjective = &p
	}
	return sum
}
