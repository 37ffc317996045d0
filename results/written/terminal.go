package written

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// WriteTerminal writes what became of the designs that lost anything, a line each,
// and what explains it: the rest stands in summary.md.
func WriteTerminal(w io.Writer, s *results.Summary) error {
	t := harmTable(s)
	titles := map[string]string{}
	lost := 0
	for i := range s.Incidents {
		incident := &s.Incidents[i]
		var spared []string
		t.AppendRow(table.Row{incident.Name + ":"})
		for d := range incident.Designs {
			if design := &incident.Designs[d]; design.Requests.Failed > 0 {
				t.AppendRow(harmRow(design))
				lost++
			} else {
				spared = append(spared, design.Name)
			}
		}
		titles[incident.Name+":"] = incident.Name + ": " + words.Line(incident.Title) + lostNothing(spared, len(incident.Designs))
	}
	var b strings.Builder
	for _, line := range strings.Split(t.Render(), "\n") {
		line = strings.TrimRight(line, " ")
		if title, ok := titles[line]; ok {
			line = title // too long for a cell
		}
		b.WriteString(line + "\n")
	}
	if lost > 0 {
		b.WriteString(legend + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// harmTable begins the table of designs that lost anything.
func harmTable(s *results.Summary) table.Writer {
	t := table.NewWriter()
	t.SetStyle(tables.Style())
	head := table.Row{"", "availability %\n[95 %]", "user-min\nlost", "95 %\nagain", "99 %\nagain", "objective\nagain"}
	if s.Objectives.RecoveryS > 0 {
		head = append(head, "lost after "+tables.Spoken(s.Objectives.RecoveryS)+",\nand mostly to")
	}
	t.AppendHeader(head)
	var right []table.ColumnConfig
	for c := 2; c <= 6; c++ {
		right = append(right, table.ColumnConfig{Number: c, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	return t
}

// harmRow is a design that lost something.
func harmRow(d *results.DesignSummary) table.Row {
	late := tables.None
	if l := d.Late; l != nil {
		late = tables.ShortPercent(l.Share)
		if top := l.Causes.Largest(1); len(top) > 0 {
			late += ", " + top[0].String() + " " + tables.ShortPercent(statistics.Number(l.Causes[top[0]]/l.Causes.Total()))
		}
	}
	return table.Row{"  " + d.Name, strings.Replace(tables.Percent(d.Availability), " %", "", 1), tables.Count(float64(d.UserMinutesLost.Mean)),
		shortTime(&d.TimeTo95), shortTime(&d.TimeTo99), shortTime(&d.TimeToRecover.Final), late}
}

// shortTime formats a median alone.
func shortTime(q *statistics.Quantiles) string {
	if q.N == 0 || q.P50 == 0 { // never fewer were answered
		return tables.None
	}
	return timeCell(q.P50, later)
}

// lostNothing says which designs lost nothing, or how many where that is shorter.
func lostNothing(spared []string, of int) string {
	switch n := len(spared); {
	case n == 0:
		return ""
	case n == of:
		return "; no design lost anything"
	case n <= 2:
		return "; nothing lost by " + strings.Join(spared, ", ")
	default:
		return fmt.Sprintf("; nothing lost by %d of %d designs", n, of)
	}
}

// legend explains the signs of both tables that stand above.
const legend = "in time: runs unharmed, or recovered in time; undecided: too few runs; unaffected: cannot be touched; again: since the\n" +
	"fault, until so many are answered again (median of harmed runs; never: not in the run); -: none; *: covers under 95 %"
