package results

import (
	"slices"

	"failsim/results/counted"
	"failsim/results/statistics"
)

// BranchSummary is what a design loses given one branch of known probability:
// something that the world draws, or that the design's gates do.
type BranchSummary struct {
	Name            string              `json:"name"`
	Probability     statistics.Number   `json:"probability"`
	Availability    statistics.Estimate `json:"availability"`
	UserMinutesLost statistics.Estimate `json:"user_minutes_lost"`
}

// branches summarises each branch alone; nil if there is but one.
func (s *Sample) branches() []BranchSummary {
	names := s.strata.branchNames()
	availability := s.of(func(r *counted.Run) float64 { return r.Availability })
	minutes := s.of(func(r *counted.Run) float64 { return r.UserMinutesLost })
	weights := s.strata.weights()
	var list []BranchSummary
	for h, name := range names {
		if slices.Index(names, name) < h {
			continue // told
		}
		probability := 0.0
		for k := range names {
			if names[k] == name {
				probability += weights[k]
			}
		}
		list = append(list, BranchSummary{Name: name, Probability: statistics.Number(probability),
			Availability:    availability.Only(names, name).Estimate(statistics.Shares).LossNeverSeen(),
			UserMinutesLost: minutes.Only(names, name).Estimate(statistics.NotNegative)})
	}
	if len(list) == 1 {
		return nil
	}
	return list
}
