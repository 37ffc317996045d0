package results

import (
	"fmt"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results/statistics"
	"failsim/results/tables"
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
	availability := s.of(func(r *Run) float64 { return r.Availability })
	minutes := s.of(func(r *Run) float64 { return r.UserMinutesLost })
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

// branchTable lays out the branches of all designs that have some.
func (i *IncidentSummary) branchTable() table.Writer {
	t := tables.Plain("design", "given", "chance", "n", "availability [95 %]", "user-minutes lost")
	rows := 0
	for d := range i.Designs {
		for k, b := range i.Designs[d].Branches {
			name := i.Designs[d].Name
			if k > 0 {
				name = ""
			}
			t.AppendRow(table.Row{name, b.Name, tables.ShortPercent(b.Probability), fmt.Sprint(b.Availability.N), tables.Percent(b.Availability), tables.Counted(b.UserMinutesLost)})
			rows++
		}
	}
	if rows == 0 {
		return nil
	}
	return t
}
