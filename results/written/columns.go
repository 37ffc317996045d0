package written

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"failsim/models/record"
	"failsim/results"
	"failsim/results/tables"
)

// column is one column of the table of designs.
type column struct {
	title string
	cell  func(*results.DesignSummary) string
}

// columns of the first table, but for the comparison that ends it. Widths are
// such that a table with names of 22 letters fits 120.
var columns = []column{
	{"design", func(d *results.DesignSummary) string { return d.Name }},
	{"full-outage\nminutes", func(d *results.DesignSummary) string { return tables.Counted(d.OutageMinutes) }},
	{"availability %\n[95 %]", func(d *results.DesignSummary) string {
		return strings.Replace(tables.Percent(d.Availability), " %", "", 1)
	}},
	{"user-minutes\nlost", func(d *results.DesignSummary) string { return tables.Counted(d.UserMinutesLost) }},
	{"recovered\nfor good", func(d *results.DesignSummary) string { return medianCell(&d.TimeToRecover.Final, later) }},
	{"harmed\nof n", func(d *results.DesignSummary) string { return harmedOf(&d.TimeToRecover) }},
}

// timeColumns, in a second table: medians of the harmed replications.
var timeColumns = []column{
	{"design", func(d *results.DesignSummary) string { return d.Name }},
	{"harmed\nof n", func(d *results.DesignSummary) string { return harmedOf(&d.TimeToRecover) }},
	{"detect", func(d *results.DesignSummary) string { return harmedCell(&d.TimeToDetect.Quantiles, d, unseen) }},
	{"by", func(d *results.DesignSummary) string { return detectorWords[d.TimeToDetect.Mostly()] }},
	{"peak", func(d *results.DesignSummary) string { return harmedCell(&d.TimeToPeak, d, later) }},
	{"mitigate", func(d *results.DesignSummary) string { return harmedCell(&d.TimeToMitigate, d, later) }},
	{"recover\nfirst", func(d *results.DesignSummary) string { return harmedCell(&d.TimeToRecover.Quantiles, d, later) }},
	{"for\ngood", func(d *results.DesignSummary) string { return harmedCell(&d.TimeToRecover.Final, d, later) }},
	{"within\nRTO", func(d *results.DesignSummary) string { return withinCell(d.TimeToRecover.WithinObjective) }},
	{"bad after\ntrigger", func(d *results.DesignSummary) string { return tables.Spoken(d.Metastable.Restricted.Mean) }},
}

// detectorWords are short names for the table of times.
var detectorWords = map[string]string{"": tables.None, results.Nobody: tables.None, record.TenantProbes.String(): "probes",
	record.ProviderMachine.String(): "machine", record.ProviderPeople.String(): "people"}

// more columns, in a third table, without intervals.
var more = []column{
	{"design", func(d *results.DesignSummary) string { return d.Name }},
	{"request\n%", func(d *results.DesignSummary) string { return upCell(d.Availability) }},
	{"goodput\n%", func(d *results.DesignSummary) string { return upCell(d.Goodput) }},
	{"server\n%", func(d *results.DesignSummary) string { return upCell(d.ServerSide) }},
	{"users\nhit", func(d *results.DesignSummary) string { return tables.ShortPercent(d.BlastRadiusPeak.Mean) }},
	{"LBs\nhit", func(d *results.DesignSummary) string { return tables.ShortPercent(d.LBMisconfiguredPeak.Mean) }},
	{"tries/\nreq", func(d *results.DesignSummary) string { return triesCell(d.Retries.Mean) }},
	{"servers\n(grown)", serversCell},
	{"USD/h", func(d *results.DesignSummary) string { return dollars(d.CostPerHour) }},
}

// paper columns, in a fourth table, where the scenario states SLAs.
var paper = []column{
	{"design", func(d *results.DesignSummary) string { return d.Name }},
	{"on paper\n%", func(d *results.DesignSummary) string { return tables.Nines(float64(d.OnPaper.Availability)) }},
	{"this incident\nminutes", func(d *results.DesignSummary) string { return costCell(d.OnPaper.Costs) }},
	{"of 30 days'\nbudget", func(d *results.DesignSummary) string { return tables.ShortPercent(d.ErrorBudgetBurned.Mean) }},
	{"because", func(d *results.DesignSummary) string { return d.OnPaper.Words() }},
}

// betterCell says how likely the design is better than the baseline.
func betterCell(i *results.IncidentSummary, d int) string {
	if d == 0 {
		return tables.None
	}
	if p := between(i, i.Designs[d].Name, i.Designs[0].Name); p != nil && p.PABetter.Known() {
		if p.Same {
			return tables.None
		}
		return tables.Fixed(float64(p.PABetter), 2)
	}
	return tables.None
}

// designTable lays out the designs of an incident. lines reports whether titles
// may have two of them.
func designTable(i *results.IncidentSummary, lines bool) table.Writer {
	t, rows := tableOf(i, columns, lines, "beats\nthe first")
	for d := range rows {
		t.AppendRow(append(rows[d], betterCell(i, d)))
	}
	return t
}

// plainTable lays out some columns.
func plainTable(i *results.IncidentSummary, columns []column) table.Writer {
	t, rows := tableOf(i, columns, true)
	t.AppendRows(rows)
	return t
}

// tableOf begins a table with its head, and returns its rows: a design each.
// further are titles of columns that the caller adds.
func tableOf(i *results.IncidentSummary, columns []column, lines bool, further ...string) (table.Writer, []table.Row) {
	t := table.NewWriter()
	t.SetStyle(tables.Style())
	var titles []string
	for _, c := range columns {
		titles = append(titles, c.title)
	}
	head, settings := table.Row{}, []table.ColumnConfig{}
	for c, title := range append(titles, further...) {
		if !lines {
			title = strings.ReplaceAll(strings.ReplaceAll(title, "/\n", "/"), "\n", " ")
		}
		head = append(head, title)
		if c > 0 && title != "because" {
			settings = append(settings, table.ColumnConfig{Number: c + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	t.AppendHeader(head)
	t.SetColumnConfigs(settings)
	var rows []table.Row
	for d := range i.Designs {
		row := table.Row{}
		for _, col := range columns {
			row = append(row, col.cell(&i.Designs[d]))
		}
		rows = append(rows, row)
	}
	return t, rows
}
