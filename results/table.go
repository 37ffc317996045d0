package results

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// designTable lays out the designs of an incident. lines tells whether titles
// may have two of them.
func (i *IncidentSummary) designTable(lines bool) table.Writer {
	t, rows := i.tableOf(columns, lines, "beats\nbase")
	for d := range rows {
		t.AppendRow(append(rows[d], betterCell(i, d)))
	}
	return t
}

// plainTable lays out some columns.
func (i *IncidentSummary) plainTable(columns []column) table.Writer {
	t, rows := i.tableOf(columns, true)
	t.AppendRows(rows)
	return t
}

// tableOf begins a table with its head, and returns its rows: a design each.
// further are titles of columns that the caller adds.
func (i *IncidentSummary) tableOf(columns []column, lines bool, further ...string) (table.Writer, []table.Row) {
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

// footnotes explain the columns.
var footnotes = []string{
	"availability: answered of valid requests over the whole run, the mean over replications with its 95 % interval;",
	"  a replication weighs as much as its branch is likely; losses have no interval below 16 replications: none would hold",
	"no loss in n: with 95 % confidence fewer than about 3 in n replications lose anything (1 in 7, for n = 20)",
	"user-minutes lost: minutes in which a user asked and got nothing good",
	"times: medians since the fault began, of the harmed replications; of k: of k of them;",
	"  > run, never: not by the end of the run; -: does not apply, as nothing was harmed",
	"detect: first alarm of a harmed name, the median of names; by: the tenant's probes, the provider's machines or people",
	"peak: when the worst five minutes begin; mitigate: from when on, for the hold time, no five minutes lose more than a",
	"  tenth of the peak, or than the objective allows where that is more",
	"recover first: the objective is met again, for the hold time and with no backlog; for good: it is not missed after that",
	"harmed of n: replications in which more failed than the objective allows and chance explains (1 % false in a run);",
	"  (k+): k of them had not recovered by the end",
	"beats base: share of replications with a higher availability than the first design's, a tie counting half",
	"request: availability as above; goodput: in time too; server: answered right of the attempts that LBs took in,",
	"  which misses what nothing answered, counts retries, and counts answers to users who had hung up",
	"within RTO: never harmed, or recovered for good in time;",
	"  bad after trigger: mean time of harm once faults and damage were gone",
	"users hit, LBs hit: largest share of users, and of a region's LBs, at a time; USD/h: cost at rest",
	"servers: whole ones that result, in all regions (and once standbys have grown); summary.md and failsim check list them",
	"minutes of an incident: full-outage minutes; summary.md has all figures with their intervals",
}

// budgetNote explains minutes of a full outage by what the objective allows.
func (s *Summary) budgetNote() []string {
	allowed := statistics.Number(60 * budgetMinutes(float64(s.Objectives.Availability)))
	return []string{"full-outage minutes: failed requests as minutes of the day's mean rate, whatever the run's length;",
		fmt.Sprintf("  the objective allows %s in %d days", tables.Spoken(allowed), budgetDays)}
}

// WriteTable writes every incident as tables for a terminal.
func (s *Summary) WriteTable(w io.Writer) error {
	var b strings.Builder
	draw := func(title string, t table.Writer) {
		b.WriteString(title + "\n\n")
		for _, line := range strings.Split(t.Render(), "\n") {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
		b.WriteString("\n")
	}
	for i := range s.Incidents {
		incident := &s.Incidents[i]
		draw(strings.Join(append([]string{"given this incident: " + words.Line(incident.Title)}, incident.offeredLines(s)...), "\n"), incident.designTable(true))
		b.WriteString("largest causes of lost requests\n")
		for d := range incident.Designs {
			fmt.Fprintf(&b, "  %-*s  %s\n", incident.longestName(), incident.Designs[d].Name, incident.Designs[d].causes())
		}
		b.WriteString("\n")
		if branches := incident.branchTable(); branches != nil {
			draw("branches of known probability, which the figures above mix, each alone", branches)
		}
		if len(incident.Designs) > 1 {
			draw("designs in order of availability, each beside the next", incident.rankTable())
			b.WriteString(incident.verdictNote() + "\n\n")
		}
		draw("times since the fault began, medians of the harmed replications", incident.plainTable(timeColumns))
		draw("more figures", incident.plainTable(more))
		if incident.onPaper() {
			draw("what SLAs promise on paper, and what this incident alone cost", incident.plainTable(paper))
		}
	}
	if many := manyIntervals(b.String()); many != "" {
		b.WriteString(many + "\n")
	}
	for _, note := range slices.Concat(s.Notes, s.budgetNote(), footnotes) {
		b.WriteString(note + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (i *IncidentSummary) longestName() int {
	longest := 0
	for d := range i.Designs {
		longest = max(longest, len(i.Designs[d].Name))
	}
	return longest
}

// causes names the three largest causes of a design's lost requests.
func (d *DesignSummary) causes() string {
	lost := d.LostByCause.all()
	if lost == 0 {
		return "none lost"
	}
	var parts []string
	for _, c := range d.LostByCause.Largest(3) {
		parts = append(parts, fmt.Sprintf("%s %s", c, tables.ShortPercent(statistics.Number(d.LostByCause[c]/lost))))
	}
	return fmt.Sprintf("%s (of %s lost a run)", strings.Join(parts, ", "), tables.Count(lost))
}
