package results

import (
	"fmt"
	"slices"

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
		list = append(list, BranchSummary{Name: name, Probability: Number(probability),
			Availability:    availability.only(names, name).estimate(Shares).lossNeverSeen(),
			UserMinutesLost: minutes.only(names, name).estimate(NotNegative)})
	}
	if len(list) == 1 {
		return nil
	}
	return list
}

// only keeps the strata of a branch.
func (v *values) only(names []string, name string) values {
	var w values
	sum := 0.0
	for h, x := range v.x {
		if names[h] == name {
			w.x, w.weight = append(w.x, x), append(w.weight, v.weight[h])
			sum += v.weight[h]
		}
	}
	for h := range w.weight {
		w.weight[h] /= sum
	}
	return w
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
