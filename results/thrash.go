package results

import (
	"failsim/results/counted"
	"failsim/results/statistics"
)

// ThrashSummary says how much steering moves, and how much of that is for nothing.
type ThrashSummary struct {
	// MovesPerDay is how many times a day the load of a name is moved, the mean of
	// all names: there and back are two, half of it is half a move.
	MovesPerDay statistics.Estimate `json:"moves_per_day"`
	// Moved is the share of requests that were sent elsewhere than while all is steady, InVain
	// that of requests which would have been answered there: what they were to be
	// spared was not, was over, or was at the place that they were moved to.
	Moved  statistics.Estimate `json:"moved_share"`
	InVain statistics.Estimate `json:"moved_in_vain_share"`
}

func (s *Sample) thrash() ThrashSummary {
	return ThrashSummary{
		MovesPerDay: s.of(func(r *counted.Run) float64 { return r.Thrash.MovesPerDay }).Estimate(statistics.NotNegative),
		Moved:       s.of(func(r *counted.Run) float64 { return r.Thrash.Moved }).Estimate(statistics.Shares),
		InVain:      s.of(func(r *counted.Run) float64 { return r.Thrash.InVain }).Estimate(statistics.Shares),
	}
}
