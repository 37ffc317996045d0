package results

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
)

// BranchSummary is what a design loses given one branch of known probability:
// something that the world draws, or that the design's gates do.
type BranchSummary struct {
	Name            string   `json:"name"`
	Probability     Number   `json:"probability"`
	Availability    Estimate `json:"availability"`
	UserMinutesLost Estimate `json:"user_minutes_lost"`
}

// branches summarises each stratum alone; nil if there is but one.
func (s *Sample) branches() []BranchSummary {
	weights := s.strata.weights()
	if len(weights) == 1 {
		return nil
	}
	availability := s.of(func(r *Run) float64 { return r.Availability })
	minutes := s.of(func(r *Run) float64 { return r.UserMinutesLost })
	var list []BranchSummary
	for h, name := range s.strata.names() {
		list = append(list, BranchSummary{Name: name, Probability: Number(weights[h]),
			Availability: alone(availability.x[h]).estimate(Shares).lossNeverSeen(), UserMinutesLost: alone(minutes.x[h]).estimate(NotNegative)})
	}
	return list
}

// lossNeverSeen says of an availability that was always whole that no loss was seen.
func (e Estimate) lossNeverSeen() Estimate {
	if e.Warning == AlwaysSeen {
		e.Warning = NoFailureSeen
	}
	return e
}

// branchTable lays out the branches of all designs that have some.
func (i *IncidentSummary) branchTable() table.Writer {
	t := plainTable("design", "given", "chance", "n", "availability [95 %]", "user-minutes lost")
	rows := 0
	for d := range i.Designs {
		for k, b := range i.Designs[d].Branches {
			name := i.Designs[d].Name
			if k > 0 {
				name = ""
			}
			t.AppendRow(table.Row{name, b.Name, shortPercent(b.Probability), fmt.Sprint(b.Availability.N), percent(b.Availability), counted(b.UserMinutesLost)})
			rows++
		}
	}
	if rows == 0 {
		return nil
	}
	return t
}
