package results

import (
	"time"

	"failsim/results/counted"
	"failsim/results/statistics"
)

// RecoverySummary says how many replications were harmed and how long they
// took to recover. Quantiles are of the harmed, seconds since the onset; one
// that falls among the censored is null: later than the run.
type RecoverySummary struct {
	HarmedShare statistics.Proportion `json:"harmed_share"` // weighted, where the counts are of the runs made
	NeverHarmed int                   `json:"never_harmed"`
	Harmed      int                   `json:"harmed"`   // the censored among them
	Censored    int                   `json:"censored"` // not recovered by the end
	statistics.Quantiles
	// Restricted is the mean of the harmed where those not recovered count as
	// if they had at the end of the run.
	Restricted statistics.Estimate `json:"restricted_mean"`
	// Final quantiles are to the last recovery, after every relapse.
	Final    statistics.Quantiles `json:"final"`
	Relapsed int                  `json:"relapsed"` // replications that were harmed again after recovery
	// WithinObjective is the share of replications never harmed, or recovered
	// for good in the time that is the objective; null if there is none.
	WithinObjective *statistics.Proportion `json:"within_objective"`
}

// recovery summarises the recoveries of a part of every run.
func (s *Sample) recovery(part func(*counted.Run) *counted.Part) RecoverySummary {
	var sum RecoverySummary
	for k, run := range s.runs {
		if _, stopped := s.Drawn(k); stopped {
			continue // counts are given that the incident happens
		}
		r := &part(run).Recovery
		if r.State == counted.NeverHarmed {
			sum.NeverHarmed++
			continue
		}
		sum.Harmed++
		if r.State == counted.Censored {
			sum.Censored++
		}
		if r.Relapses > 0 {
			sum.Relapsed++
		}
	}
	of := func(figure func(*counted.Recovery) float64) statistics.Values {
		return s.of(func(r *counted.Run) float64 { return figure(&part(r).Recovery) })
	}
	sum.Quantiles = of((*counted.Recovery).GivenHarm).Quantiles()
	sum.Final = of(func(r *counted.Recovery) float64 {
		if r.State == counted.NeverHarmed {
			return nan
		}
		return r.FinallyGivenHarm()
	}).Quantiles()
	longest := (s.layout.Length - time.Duration(s.layout.Onset)).Seconds()
	sum.Restricted = of(func(r *counted.Recovery) float64 {
		if r.State == counted.NeverHarmed {
			return nan
		}
		return r.Took.Seconds()
	}).Estimate(statistics.Range{Low: 0, High: max(longest, 0), Skewed: true})
	if sum.Censored > 0 && (sum.Restricted.Warning == "" || sum.Restricted.Warning == statistics.TooFew) {
		sum.Restricted.Warning = statistics.Restricted
	}
	sum.HarmedShare = s.shareOf(func(r *counted.Run) bool { return part(r).Recovery.State != counted.NeverHarmed })
	if s.layout.Recovery > 0 {
		p := s.of(func(r *counted.Run) float64 { return s.InTime(part(r)) }).Proportion()
		sum.WithinObjective = &p
	}
	return sum
}

// InTime is 1 of a part that was never harmed, or recovered for good in the time
// that is the objective; else 0.
func (s *Sample) InTime(p *counted.Part) float64 {
	if q := &p.Recovery; q.FinallyWell && q.Finally <= s.layout.Recovery {
		return 1
	}
	return 0
}
