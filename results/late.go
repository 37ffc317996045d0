package results

import (
	"time"

	"failsim/models/request"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// LateSummary says why the objective is not met again in time: what is lost from
// the time that it allows on, until the median run has recovered for good.
type LateSummary struct {
	FromS  statistics.Number `json:"from_s"` // since the onset, in whole steps of LostStep
	UntilS statistics.Number `json:"until_s"`
	Share  statistics.Number `json:"lost_share"`    // of the requests between them
	Causes CauseMeans        `json:"lost_by_cause"` // a run
}

// late sums up what is lost after the time that the objective allows; final is
// the median of the times to recover for good, unknown if that is after the run.
// nil where there is nothing of the kind.
func (s *Sample) late(final statistics.Number) *LateSummary {
	l := &s.layout
	if l.Recovery == 0 || time.Duration(l.Onset) >= l.Length {
		return nil
	}
	step := func(t time.Duration) int {
		return min(int((l.Origin()+t+counted.LostStep-1)/counted.LostStep), l.LostSteps())
	}
	from, until := step(l.Recovery), l.LostSteps()
	if final.Known() {
		until = max(step(time.Duration(float64(final)*float64(time.Second))), min(from+1, until))
	}
	at := func(step int) time.Duration { return time.Duration(step) * counted.LostStep }
	windows := counted.Span{First: int(at(from) / l.Window), Last: min(int(at(until)/l.Window), l.Windows())}
	sum := &LateSummary{FromS: statistics.Number((at(from) - l.Origin()).Seconds()), UntilS: statistics.Number((at(until) - l.Origin()).Seconds())}
	for p := range l.Populations {
		for k := from; k < until; k++ {
			for c := request.None + 1; c < request.Causes; c++ {
				sum.Causes[c] += s.mean(func(t *counted.Totals) float64 { return float64(t.Lost[p][k][c]) })
			}
		}
	}
	settled, _ := s.Expected(-1, windows)
	if sum.Share = statistics.Number(sum.Causes.Total() / settled); !(sum.Share > 0) {
		return nil
	}
	return sum
}
