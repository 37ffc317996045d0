package written

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// WriteTables writes every incident as tables for a terminal, with what explains
// them: of one run, or of few designs.
func WriteTables(w io.Writer, s *results.Summary) error {
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
		draw(strings.Join(append([]string{"given this incident: " + words.Line(incident.Title)}, offeredLines(incident, s)...), "\n"), designTable(incident, true))
		b.WriteString("largest causes of lost requests\n")
		for d := range incident.Designs {
			fmt.Fprintf(&b, "  %-*s  %s\n", longestName(incident), incident.Designs[d].Name, causes(&incident.Designs[d]))
		}
		b.WriteString("\n")
		if branches := branchTable(incident); branches != nil {
			draw("branches of known probability, which the figures above mix, each alone", branches)
		}
		if len(incident.Designs) > 1 {
			draw("designs in order of availability, each beside the next", rankTable(incident))
			b.WriteString(verdictNote(incident) + "\n\n")
		}
		draw("times since the fault began, medians of the harmed replications", plainTable(incident, timeColumns))
		draw("more figures", plainTable(incident, more))
		if onPaper(incident) {
			draw("what SLAs promise on paper, and what this incident alone cost", plainTable(incident, paper))
		}
	}
	if many := manyIntervals(b.String()); many != "" {
		b.WriteString(many + "\n")
	}
	for _, note := range slices.Concat(s.Notes, budgetNote(s), footnotes) {
		b.WriteString(note + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func longestName(i *results.IncidentSummary) int {
	longest := 0
	for d := range i.Designs {
		longest = max(longest, len(i.Designs[d].Name))
	}
	return longest
}

// causes names the three largest causes of a design's lost requests.
func causes(d *results.DesignSummary) string {
	lost := d.LostByCause.Total()
	if lost == 0 {
		return "nothing lost"
	}
	var parts []string
	for _, c := range d.LostByCause.Largest(3) {
		parts = append(parts, fmt.Sprintf("%s %s", c, tables.ShortPercent(statistics.Number(d.LostByCause[c]/lost))))
	}
	return fmt.Sprintf("%s (of %s lost a run)", strings.Join(parts, ", "), tables.Count(lost))
}
