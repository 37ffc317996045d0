package results

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// column is one column of the table of designs.
type column struct {
	title string
	cell  func(*DesignSummary) string
}

// columns of the table, but for the comparison that ends it. Widths are such
// that a table with names of 22 letters fits 150.
var columns = []column{
	{"design", func(d *DesignSummary) string { return d.Name }},
	{"availability\n[95 %]", func(d *DesignSummary) string { return percent(d.Availability) }},
	{"user-minutes\nlost", func(d *DesignSummary) string { return counted(d.UserMinutesLost) }},
	{"detect\np50", func(d *DesignSummary) string { return spoken(d.TimeToDetect.P50) }},
	{"mitigate\np50", func(d *DesignSummary) string { return spoken(d.TimeToMitigate.P50) }},
	{"recover\nfirst", func(d *DesignSummary) string { return recoverCell(&d.TimeToRecover, d.TimeToRecover.P50) }},
	{"for\ngood", func(d *DesignSummary) string { return recoverCell(&d.TimeToRecover, d.TimeToRecover.Final.P50) }},
	{"harmed\nof n", func(d *DesignSummary) string { return harmedOf(&d.TimeToRecover) }},
	{"LBs\nhit", func(d *DesignSummary) string { return shortPercent(d.LBDamagedPeak.Mean) }},
	{"users\nhit", func(d *DesignSummary) string { return shortPercent(d.BlastRadiusPeak.Mean) }},
	{"tries/\nreq", func(d *DesignSummary) string { return triesCell(d.Retries.Mean) }},
	{"USD/h", func(d *DesignSummary) string { return dollars(d.CostPerHour) }},
}

func recoverCell(r *RecoverySummary, median Number) string {
	if r.Harmed > 0 && !median.Known() {
		return "> run"
	}
	return spoken(median)
}

// harmedOf says how many replications were harmed, and how many of those had
// not recovered.
func harmedOf(r *RecoverySummary) string {
	cell := fmt.Sprintf("%d/%d", r.Harmed, r.Harmed+r.NeverHarmed)
	if r.Censored > 0 {
		cell += fmt.Sprintf(" (%d+)", r.Censored)
	}
	return cell
}

func triesCell(n Number) string {
	if !n.Known() {
		return none
	}
	return fixed(float64(n), 2)
}

// betterCell says how likely the design is better than the baseline.
func betterCell(i *IncidentSummary, d int) string {
	if d == 0 {
		return "base"
	}
	for _, p := range i.Paired {
		if p.A == i.Designs[d].Name && p.Metric == "availability" && p.PABetter.Known() {
			if p.Ties == p.N {
				return "same"
			}
			return fixed(float64(p.PABetter), 2)
		}
	}
	return none
}

// designTable lays out the designs of an incident. lines tells whether titles
// may have two of them.
func (i *IncidentSummary) designTable(lines bool) table.Writer {
	t := table.NewWriter()
	t.SetStyle(plainStyle())
	head, settings := table.Row{}, []table.ColumnConfig{}
	for c, col := range append(columns[:len(columns):len(columns)], column{title: "beats\nbase"}) {
		title := col.title
		if !lines {
			title = strings.ReplaceAll(strings.ReplaceAll(title, "/\n", "/"), "\n", " ")
		}
		head = append(head, title)
		if c > 0 {
			settings = append(settings, table.ColumnConfig{Number: c + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	t.AppendHeader(head)
	t.SetColumnConfigs(settings)
	for d := range i.Designs {
		row := table.Row{}
		for _, col := range columns {
			row = append(row, col.cell(&i.Designs[d]))
		}
		t.AppendRow(append(row, betterCell(i, d)))
	}
	return t
}

// plainStyle draws a line under the header and nothing else, in ASCII and
// without colour, so that a pipe gets what a terminal shows.
func plainStyle() table.Style {
	style := table.StyleDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Box.MiddleHorizontal = "-"
	style.Options = table.Options{SeparateHeader: true}
	style.Format.Header = text.FormatDefault
	style.Color = table.ColorOptions{}
	return style
}

// footnotes explain the columns.
var footnotes = []string{
	"availability: answered of valid requests over the whole run, mean over replications",
	"no loss in n: n replications lost nothing; with 95 % confidence fewer than about 3 in n lose anything (1 in 7, for n = 20)",
	"user-minutes lost: minutes in which a user asked and got nothing good",
	"detect, mitigate, recover, for good: median time since the fault began, of the runs in which it happened; > run: not by the end",
	"recover first: the objective is met again for the first time, for the hold time; for good: it is not missed again after that",
	"harmed of n: replications that missed the objective for a while; (k+): k of them had not recovered by the end",
	"LBs hit: largest share of the region's LBs, of all customers; users hit: of the tenant's users",
	"tries/req: attempts a request; USD/h: cost at rest",
	"beats base: share of replications with a higher availability than the first design's, a tie counting half; * skewed, interval by bootstrap",
}

// WriteTable writes every incident as a table for a terminal.
func (s *Summary) WriteTable(w io.Writer) error {
	var b strings.Builder
	for i := range s.Incidents {
		incident := &s.Incidents[i]
		fmt.Fprintf(&b, "given this incident: %s\n\n", incident.Title)
		for _, line := range strings.Split(incident.designTable(true).Render(), "\n") {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
		b.WriteString("\nlargest causes of lost requests\n")
		for d := range incident.Designs {
			fmt.Fprintf(&b, "  %-*s  %s\n", incident.longestName(), incident.Designs[d].Name, s.causes(&incident.Designs[d]))
		}
		b.WriteString(incident.gates() + "\n")
	}
	for _, note := range append(append([]string{}, s.Notes...), footnotes...) {
		b.WriteString(note + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// gates says which designs might have stopped the slip that begins the
// incident.
func (i *IncidentSummary) gates() string {
	var parts []string
	for d := range i.Designs {
		if p := i.Designs[d].SlipPasses; p.Known() && p < 1 {
			parts = append(parts, i.Designs[d].Name+" "+shortPercent(p))
		}
	}
	if parts == nil {
		return ""
	}
	return "the slip gets through, and all figures are given that it did: " + strings.Join(parts, ", ") + "; all other designs 100 %\n"
}

func (i *IncidentSummary) longestName() int {
	longest := 0
	for d := range i.Designs {
		longest = max(longest, len(i.Designs[d].Name))
	}
	return longest
}

// causes names the three largest causes of a design's lost requests.
func (s *Summary) causes(d *DesignSummary) string {
	failed := d.Requests.Failed
	if failed == 0 {
		return "none lost"
	}
	var parts []string
	for _, c := range d.Requests.FailedByCause.Largest(3) {
		parts = append(parts, fmt.Sprintf("%s %s", c.Cause, shortPercent(Number(float64(c.Count)/float64(failed)))))
	}
	return fmt.Sprintf("%s (of %s lost a run)", strings.Join(parts, ", "), count(float64(failed)/float64(s.Replications)))
}
