package written

import (
	"fmt"
	"io"
	"strings"

	"failsim/results"
	"failsim/results/tables"
	"failsim/results/words"
)

// WriteMarkdown writes summary.md: what a reviewer of a pull request reads, with pictures,
// and every figure folded below it.
func WriteMarkdown(w io.Writer, s *results.Summary) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", s.Scenario)
	if s.About != "" {
		fmt.Fprintf(&b, "%s\n\n", words.Markdown(s.About))
	}
	if s.Verdict != "" {
		fmt.Fprintf(&b, "%s\n", s.Verdict)
	}
	fmt.Fprintf(&b, "Objective: availability %s %%", tables.TrimmedDigits(100*float64(s.Objectives.Availability)))
	if s.Objectives.RecoveryS > 0 {
		fmt.Fprintf(&b, ", recovered within %s", tables.Spoken(s.Objectives.RecoveryS))
	}
	fmt.Fprintf(&b, ". Seed %d, %d replications, fingerprint `%s`.\n", s.Seed, s.Replications, s.Fingerprint)
	if s.Expected != "" {
		fmt.Fprintf(&b, "\n%s", s.Expected)
	}
	fmt.Fprintf(&b, "\n<sub>%s</sub>\n", strings.Join(strings.Fields(strings.ReplaceAll(legend, "*", `\*`)), " "))
	for i := range s.Incidents {
		writeIncident(&b, s, &s.Incidents[i])
	}
	b.WriteString("\n")
	fold(&b, "Servers, traces, notes", func() { writeEnd(&b, s) })
	_, err := io.WriteString(w, b.String())
	return err
}

// fold hides a part of a page until the reader asks for it.
func fold(b *strings.Builder, title string, write func()) {
	fmt.Fprintf(b, "<details><summary>%s</summary>\n\n", title)
	write()
	b.WriteString("\n</details>\n")
}

// writeIncident writes who lost how much, the first picture, and folded the rest.
func writeIncident(b *strings.Builder, s *results.Summary, i *results.IncidentSummary) {
	fmt.Fprintf(b, "\n## Given this incident: %s\n\n", words.Markdown(i.Title))
	t, spared := harmTable(s), []string{}
	for d := range i.Designs {
		if design := &i.Designs[d]; design.Requests.Failed > 0 {
			row := harmRow(design)
			row[0] = words.Markdown(design.Name)
			t.AppendRow(row)
		} else {
			spared = append(spared, design.Name)
		}
	}
	if t.Length() > 0 {
		fmt.Fprintf(b, "%s\n", t.RenderMarkdown())
	}
	if said := strings.TrimPrefix(lostNothing(spared, len(i.Designs)), "; "); said != "" {
		fmt.Fprintf(b, "\n%s.\n", strings.ToUpper(said[:1])+words.Markdown(said[1:]))
	}
	var pictures []results.Picture
	for _, p := range s.Pictures {
		if p.Incident == i.Name {
			pictures = append(pictures, p)
		}
	}
	if len(pictures) > 0 {
		fmt.Fprintf(b, "\n%s\n", picture(&pictures[0]))
	}
	if len(pictures) > 1 {
		var shown []string
		for k := range pictures[1:] {
			shown = append(shown, pictures[1+k].Shows)
		}
		b.WriteString("\n")
		fold(b, "More pictures: "+strings.Join(shown, ", "), func() {
			for k := range pictures[1:] {
				fmt.Fprintf(b, "%s\n\n", picture(&pictures[1+k]))
			}
		})
	}
	b.WriteString("\n")
	fold(b, "Every figure, by design and population, and every pair of designs", func() { writeEverything(b, s, i) })
}

func picture(p *results.Picture) string {
	return fmt.Sprintf("![%s, given %s](%s)", p.Shows, words.Markdown(p.Incident), strings.ReplaceAll(p.Path, " ", "%20"))
}

// writeEverything writes all that there is of an incident.
func writeEverything(b *strings.Builder, s *results.Summary, i *results.IncidentSummary) {
	if lines := offeredLines(i, s); lines != nil {
		fmt.Fprintf(b, "%s\n\n", words.Markdown(strings.Join(lines, ";\n")))
	}
	fmt.Fprintf(b, "%s\n", designTable(i, false).RenderMarkdown())
	b.WriteString("\n### Largest causes of lost requests\n\n")
	for d := range i.Designs {
		fmt.Fprintf(b, "- %s: %s\n", i.Designs[d].Name, causes(&i.Designs[d]))
	}
	if branches := branchTable(i); branches != nil {
		fmt.Fprintf(b, "\n### Branches of known probability\n\nThe figures mix them; here is each alone.\n\n%s\n", branches.RenderMarkdown())
	}
	b.WriteString("\n### All figures\n\n")
	writeFigures(i, b, s)
	if onPaper(i) {
		b.WriteString("\n### On paper, and in this incident\n\n")
		writePaper(i, b)
	}
	if len(i.Paired) > 0 {
		fmt.Fprintf(b, "\n### In order of availability\n\n%s\n\n%s.\n", rankTable(i).RenderMarkdown(), verdictNote(i))
		b.WriteString("\n### Every pair of designs, replication by replication\n\n")
		writePaired(i, b)
	}
	b.WriteString("\n### Populations\n\n")
	writePopulations(i, b)
}

// writeEnd writes what is the same in all incidents.
func writeEnd(b *strings.Builder, s *results.Summary) {
	if lines := serverLines(&s.Incidents[0]); len(lines) > 0 {
		b.WriteString("### Servers that result from the capacities\n\n")
		for _, line := range lines {
			fmt.Fprintf(b, "- %s\n", words.Markdown(line))
		}
		b.WriteString("\n")
	}
	if len(s.Inputs) > 0 {
		b.WriteString("### Traces\n\n| trace | format | lines read | accepted | skipped | set aside | refused |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n")
		for _, in := range s.Inputs {
			fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %d | %d |\n", words.Markdown(in.Name), words.Markdown(in.Format), in.Read, in.Accepted, in.Skipped, in.SetAside, in.Refused)
		}
		for _, in := range s.Inputs {
			for _, r := range in.Reasons {
				fmt.Fprintf(b, "\n%s: %s\n", words.Markdown(in.Name), words.Markdown(r.String()))
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("### Notes\n\n")
	if many := manyIntervals(b.String()); many != "" {
		fmt.Fprintf(b, "- %s\n", many)
	}
	for _, note := range sentences(s.Notes) {
		fmt.Fprintf(b, "- %s\n", words.Markdown(note))
	}
	for _, note := range sentences(budgetNote(s), footnotes, methods) {
		fmt.Fprintf(b, "- %s\n", strings.ReplaceAll(note, "*", `\*`))
	}
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
