package written

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results"
	"failsim/results/tables"
)

// branchTable lays out the branches of all designs that have some.
func branchTable(i *results.IncidentSummary) table.Writer {
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
