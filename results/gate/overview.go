package gate

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results"
	"failsim/results/stored"
	"failsim/results/tables"
	"failsim/results/words"
)

// wide is how many letters a line may have.
const wide = 120

// WriteOverview lays out designs against incidents: met, missed or undecided, and
// in which share of runs recovery was in time. Incidents that do not fit beside
// each other follow below.
func WriteOverview(w io.Writer, o results.Objectives, figures []stored.Figure) error {
	designs, incidents, cells := overviewOf(o, figures)
	first := 0
	for _, name := range designs {
		first = max(first, len(name))
	}
	for len(incidents) > 0 {
		n, width := 0, first
		for n < len(incidents) && (n == 0 || width+2+max(len(incidents[n]), len("undecided 100 %")) <= wide) {
			width += 2 + max(len(incidents[n]), len("undecided 100 %"))
			n++
		}
		t := overviewTable(designs, incidents[:n], cells)
		t.Style().Options.SeparateHeader = false
		for _, line := range strings.Split(t.Render(), "\n") {
			if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
				return err
			}
		}
		if incidents = incidents[n:]; len(incidents) == 0 {
			_, err := io.WriteString(w, "\n")
			return err
		}
	}
	return nil
}

// VerdictMarkdown is what WriteSentences and WriteOverview say, as a part of summary.md;
// "" without objectives.
func VerdictMarkdown(o results.Objectives, figures []stored.Figure) string {
	designs, incidents, cells := overviewOf(o, figures)
	if len(designs) == 0 {
		return ""
	}
	var b strings.Builder
	for _, s := range Sentences(o, figures) {
		fmt.Fprintf(&b, "- %s\n", words.Markdown(s))
	}
	for i, name := range designs {
		designs[i] = words.Markdown(name)
	}
	fmt.Fprintf(&b, "\n%s\n", overviewTable(designs, incidents, cells).RenderMarkdown())
	return b.String()
}

// overviewTable lays out designs against incidents.
func overviewTable(designs, incidents []string, cells map[[2]string]*standing) table.Writer {
	t := tables.Plain(append([]string{""}, incidents...)...)
	for _, name := range designs {
		row := table.Row{name}
		for _, incident := range incidents {
			row = append(row, cells[[2]string{name, incident}].String())
		}
		t.AppendRow(row)
	}
	return t
}

// overviewOf judges objectives by design and incident; no designs without objectives.
func overviewOf(o results.Objectives, figures []stored.Figure) (designs, incidents []string, cells map[[2]string]*standing) {
	list := Judge(Objectives(o), figures)
	cells = map[[2]string]*standing{}
	for k := range list {
		v := &list[k]
		at := [2]string{v.Figure.Design, v.Figure.Incident}
		if !slices.Contains(designs, at[0]) {
			designs = append(designs, at[0])
		}
		if !slices.Contains(incidents, at[1]) {
			incidents = append(incidents, at[1])
		}
		if cells[at] == nil {
			cells[at] = &standing{outcome: Met, inTime: math.NaN(), out: outOfReach(figures, &v.Figure), unasked: v.Figure.Unasked}
		}
		cells[at].take(v)
	}
	return designs, incidents, cells
}

// standing is what became of a design in an incident.
type standing struct {
	outcome Outcome
	inTime  float64 // share of runs; NaN without such an objective
	out     bool    // nothing of the incident can touch it
	unasked bool    // no request fell into the fault
}

func (s *standing) take(v *Verdict) {
	if v.Outcome == Missed || v.Outcome == Undecided && s.outcome == Met {
		s.outcome = v.Outcome
	}
	if v.Figure.Name == Aliases["recovered_in_time"] {
		s.inTime = v.Figure.Value
	}
}

// String implements fmt.Stringer; where a design was not run it says that nothing
// applies.
func (s *standing) String() string {
	switch {
	case s == nil:
		return tables.None
	case s.out && s.outcome == Met:
		return "unaffected"
	case s.unasked && s.outcome == Undecided:
		return "no request"
	case math.IsNaN(s.inTime):
		return string(s.outcome)
	}
	return string(s.outcome) + ", " + tables.Digits(100*s.inTime, 2) + " % in time"
}
