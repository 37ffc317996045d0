package results

import (
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes what WriteTable does as Markdown, with the populations
// and the ledgers of the traces besides.
func (s *Summary) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", s.Scenario)
	if s.About != "" {
		fmt.Fprintf(&b, "%s\n\n", strings.TrimSpace(s.About))
	}
	fmt.Fprintf(&b, "Seed %d, %d replications, fingerprint `%s`. Objective: availability %s %%", s.Seed, s.Replications,
		s.Fingerprint, trimmedDigits(100*float64(s.Objectives.Availability)))
	if s.Objectives.RecoveryS > 0 {
		fmt.Fprintf(&b, ", recovered within %s", spoken(s.Objectives.RecoveryS))
	}
	b.WriteString(".\n")
	for i := range s.Incidents {
		incident := &s.Incidents[i]
		fmt.Fprintf(&b, "\n## Given this incident: %s\n\n%s\n", incident.Title, incident.designTable(false).RenderMarkdown())
		b.WriteString("\n### Largest causes of lost requests\n\n")
		for d := range incident.Designs {
			fmt.Fprintf(&b, "- %s: %s\n", incident.Designs[d].Name, s.causes(&incident.Designs[d]))
		}
		b.WriteString("\n### All figures\n\n")
		incident.writeFigures(&b, s)
		if incident.onPaper() {
			b.WriteString("\n### On paper, and in this incident\n\n")
			incident.writePaper(&b)
		}
		b.WriteString("\n### Populations\n\n")
		incident.writePopulations(&b)
	}
	if len(s.Inputs) > 0 {
		b.WriteString("\n## Traces\n\n| trace | format | lines read | accepted | skipped | refused |\n| --- | --- | ---: | ---: | ---: | ---: |\n")
		for _, in := range s.Inputs {
			fmt.Fprintf(&b, "| %s | %s | %d | %d | %d | %d |\n", escaped(in.Name), escaped(in.Format), in.Read, in.Accepted, in.Skipped, in.Refused)
		}
	}
	b.WriteString("\n## Notes\n\n")
	for _, note := range append(append([]string{}, s.Notes...), footnotes...) {
		fmt.Fprintf(&b, "- %s\n", strings.ReplaceAll(note, "*", `\*`))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (i *IncidentSummary) writePopulations(b *strings.Builder) {
	b.WriteString("| design | population | availability [95 %] | server-side | detect p50 | mitigate p50 | recover first p50 | for good p50 | harmed of n |\n" +
		"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for d := range i.Designs {
		for p := range i.Designs[d].Populations {
			pop := &i.Designs[d].Populations[p]
			r := &pop.TimeToRecover
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", escaped(i.Designs[d].Name), escaped(pop.Name),
				strings.ReplaceAll(percent(pop.Availability), "*", `\*`), strings.ReplaceAll(percent(pop.ServerSide), "*", `\*`),
				quantileCell(&pop.TimeToDetect, r.Harmed), quantileCell(&pop.TimeToMitigate, r.Harmed),
				quantileCell(&r.Quantiles, r.Harmed), quantileCell(&r.Final, r.Harmed), harmedOf(r))
		}
	}
}

// escaped keeps a name from ending its cell.
func escaped(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// trimmedDigits formats without noise in the last digits of a float64.
func trimmedDigits(x float64) string { return fmt.Sprintf("%.10g", x) }
