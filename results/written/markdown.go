package written

import (
	"fmt"
	"io"
	"strings"

	"failsim/results"
	"failsim/results/tables"
	"failsim/results/words"
)

// WriteMarkdown writes what WriteTerminal does as Markdown, with the populations
// and the ledgers of the traces besides.
func WriteMarkdown(w io.Writer, s *results.Summary) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", s.Scenario)
	if s.About != "" {
		fmt.Fprintf(&b, "%s\n\n", words.Markdown(s.About))
	}
	fmt.Fprintf(&b, "Seed %d, %d replications, fingerprint `%s`. Objective: availability %s %%", s.Seed, s.Replications,
		s.Fingerprint, tables.TrimmedDigits(100*float64(s.Objectives.Availability)))
	if s.Objectives.RecoveryS > 0 {
		fmt.Fprintf(&b, ", recovered within %s", tables.Spoken(s.Objectives.RecoveryS))
	}
	b.WriteString(".\n")
	if s.Expected != "" {
		fmt.Fprintf(&b, "\n%s", s.Expected)
	}
	for i := range s.Incidents {
		incident := &s.Incidents[i]
		fmt.Fprintf(&b, "\n## Given this incident: %s\n\n", words.Markdown(incident.Title))
		if lines := offeredLines(incident, s); lines != nil {
			fmt.Fprintf(&b, "%s\n\n", words.Markdown(strings.Join(lines, ";\n")))
		}
		fmt.Fprintf(&b, "%s\n", designTable(incident, false).RenderMarkdown())
		b.WriteString("\n### Largest causes of lost requests\n\n")
		for d := range incident.Designs {
			fmt.Fprintf(&b, "- %s: %s\n", incident.Designs[d].Name, causes(&incident.Designs[d]))
		}
		if branches := branchTable(incident); branches != nil {
			fmt.Fprintf(&b, "\n### Branches of known probability\n\nThe figures mix them; here is each alone.\n\n%s\n", branches.RenderMarkdown())
		}
		b.WriteString("\n### All figures\n\n")
		writeFigures(incident, &b, s)
		if onPaper(incident) {
			b.WriteString("\n### On paper, and in this incident\n\n")
			writePaper(incident, &b)
		}
		if len(incident.Paired) > 0 {
			fmt.Fprintf(&b, "\n### In order of availability\n\n%s\n\n%s.\n", rankTable(incident).RenderMarkdown(), verdictNote(incident))
			b.WriteString("\n### Every pair of designs, replication by replication\n\n")
			writePaired(incident, &b)
		}
		b.WriteString("\n### Populations\n\n")
		writePopulations(incident, &b)
	}
	if lines := serverLines(&s.Incidents[0]); len(lines) > 0 {
		b.WriteString("\n## Servers that result from the capacities\n\n")
		for _, line := range lines {
			fmt.Fprintf(&b, "- %s\n", words.Markdown(line))
		}
	}
	if len(s.Inputs) > 0 {
		b.WriteString("\n## Traces\n\n| trace | format | lines read | accepted | skipped | set aside | refused |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n")
		for _, in := range s.Inputs {
			fmt.Fprintf(&b, "| %s | %s | %d | %d | %d | %d | %d |\n", words.Markdown(in.Name), words.Markdown(in.Format), in.Read, in.Accepted, in.Skipped, in.SetAside, in.Refused)
		}
		for _, in := range s.Inputs {
			for _, r := range in.Reasons {
				fmt.Fprintf(&b, "\n%s: %s\n", words.Markdown(in.Name), words.Markdown(r.String()))
			}
		}
	}
	many := manyIntervals(b.String())
	b.WriteString("\n## Notes\n\n")
	if many != "" {
		fmt.Fprintf(&b, "- %s\n", many)
	}
	for _, note := range sentences(s.Notes) {
		fmt.Fprintf(&b, "- %s\n", words.Markdown(note))
	}
	for _, note := range sentences(budgetNote(s), footnotes, methods) {
		fmt.Fprintf(&b, "- %s\n", strings.ReplaceAll(note, "*", `\*`))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writePopulations(i *results.IncidentSummary, b *strings.Builder) {
	b.WriteString("| design | population | minutes of a full outage [95 %] | availability [95 %] | server-side | detect p50 | mitigate p50 | recover first p50 | for good p50 | harmed of n |\n" +
		"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for d := range i.Designs {
		for p := range i.Designs[d].Populations {
			pop := &i.Designs[d].Populations[p]
			r := &pop.TimeToRecover
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", words.Markdown(i.Designs[d].Name), words.Markdown(pop.Name),
				strings.ReplaceAll(tables.Counted(pop.OutageMinutes), "*", `\*`), strings.ReplaceAll(tables.Percent(pop.Availability), "*", `\*`), strings.ReplaceAll(tables.Percent(pop.ServerSide), "*", `\*`),
				detectCell(&pop.TimeToDetect), quantileCell(&pop.TimeToMitigate, later),
				quantileCell(&r.Quantiles, later), quantileCell(&r.Final, later), harmedOf(r))
		}
	}
}
