package written

import (
	"fmt"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/tables"
)

// dataRows are the figures of the tenant's data, which every design has.
func dataRows(s *results.Summary, like *results.DesignSummary) (rows []figureRow) {
	for i := range like.Data {
		name := like.Data[i].Name
		of := func(d *results.DesignSummary) *results.DataSummary { return &d.Data[i] }
		number := func(what string, e func(*results.DataSummary) *statistics.Estimate) {
			rows = append(rows, figureRow{name + ": " + what, func(d *results.DesignSummary) string { return tables.Counted(*e(of(d))) }})
		}
		number("acknowledged writes lost", func(d *results.DataSummary) *statistics.Estimate { return &d.WritesLost })
		rows = append(rows,
			figureRow{name + ": time that the lost writes span (recovery point)", func(d *results.DesignSummary) string { return quantileCell(&of(d).LostSpan, later) }},
			figureRow{fmt.Sprintf("%s: P(recovery point <= %s)", name, tables.Spoken(s.Objectives.LostWritesS)), func(d *results.DesignSummary) string { return proportionCell(&of(d).Within) }})
		number("writes in doubt: failed, and applied or perhaps so", func(d *results.DataSummary) *statistics.Estimate { return &d.InDoubt })
		number("seconds without writing, by share of writers", func(d *results.DataSummary) *statistics.Estimate { return &d.Unwritable })
		number("seconds of reading only", func(d *results.DataSummary) *statistics.Estimate { return &d.ReadOnly })
		number("seconds with two leaders (split brain)", func(d *results.DataSummary) *statistics.Estimate { return &d.Split })
		number("seconds with stale reads", func(d *results.DataSummary) *statistics.Estimate { return &d.Stale })
		number("promotions", func(d *results.DataSummary) *statistics.Estimate { return &d.Promotions })
	}
	return rows
}
