package results

import (
	"fmt"
	"io"
	"strings"

	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// WriteMarkdown writes what WriteTable does as Markdown, with the populations
// and the ledgers of the traces besides.
func (s *Summary) WriteMarkdown(w io.Writer) error {
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
		if lines := incident.offeredLines(s); lines != nil {
			fmt.Fprintf(&b, "%s\n\n", words.Markdown(strings.Join(lines, ";\n")))
		}
		fmt.Fprintf(&b, "%s\n", incident.designTable(false).RenderMarkdown())
		b.WriteString("\n### Largest causes of lost requests\n\n")
		for d := range incident.Designs {
			fmt.Fprintf(&b, "- %s: %s\n", incident.Designs[d].Name, incident.Designs[d].causes())
		}
		if branches := incident.branchTable(); branches != nil {
			fmt.Fprintf(&b, "\n### Branches of known probability\n\nThe figures mix them; here is each alone.\n\n%s\n", branches.RenderMarkdown())
		}
		b.WriteString("\n### All figures\n\n")
		incident.writeFigures(&b, s)
		if incident.onPaper() {
			b.WriteString("\n### On paper, and in this incident\n\n")
			incident.writePaper(&b)
		}
		if len(incident.Paired) > 0 {
			fmt.Fprintf(&b, "\n### In order of availability\n\n%s\n\n%s.\n", incident.rankTable().RenderMarkdown(), incident.verdictNote())
			b.WriteString("\n### Every pair of designs, replication by replication\n\n")
			incident.writePaired(&b)
		}
		b.WriteString("\n### Populations\n\n")
		incident.writePopulations(&b)
	}
	if lines := s.Incidents[0].serverLines(); len(lines) > 0 {
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
	for _, note := range sentences(s.budgetNote(), footnotes, methods) {
		fmt.Fprintf(&b, "- %s\n", strings.ReplaceAll(note, "*", `\*`))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (i *IncidentSummary) writePopulations(b *strings.Builder) {
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

// methods say how intervals are made.
var methods = []string{
	"intervals of means are Student's t, over strata with Satterthwaite's degrees of freedom; those of losses and differences, which may be",
	"  skewed, reach to the outer ends of it and of Hall's (1992); `failsim validate` prints how often they hold the mean of ten distributions",
	"intervals of medians and other quantiles are order statistics (over strata Woodruff's); a 95th per cent takes 72 values, a 99th takes 368",
	"intervals of probabilities P(...) are exact (Clopper and Pearson); a cell that says of k is of the k replications in which it happened",
	"all of them can be made again from replications.csv, where weight is what a replication counts for; counts of replications and",
	"  requests in summary.json are of the runs made, not weighted",
	"0 in all n, no loss in n: what no replication showed has a 95 % upper bound of 1 - 0.05^(1/n), not an interval of 0",
}

// sentences joins lines that go on where the one before ended.
func sentences(lists ...[]string) []string {
	var all []string
	for _, list := range lists {
		for _, line := range list {
			if rest, more := strings.CutPrefix(line, "  "); more {
				all[len(all)-1] += " " + rest
			} else {
				all = append(all, line)
			}
		}
	}
	return all
}

// pCell formats a p-value.
func pCell(p statistics.Number) string {
	switch {
	case !p.Known():
		return tables.None
	case p < 0.001:
		return "< 0.001"
	}
	return tables.Fixed(float64(p), 3)
}

// writePaired writes how each design compares with each other.
func (i *IncidentSummary) writePaired(b *strings.Builder) {
	b.WriteString("| design | than | figure | mean difference [95 %] | P(better) [95 %] | ties | p, adjusted | pairing divides the variance by |\n" +
		"| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n")
	for k := range i.Paired {
		p := &i.Paired[k]
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %d of %d | %s | %s |\n", words.Markdown(p.A), words.Markdown(p.B), p.Metric, strings.ReplaceAll(p.difference(), "*", `\*`),
			proportionCell(&statistics.Proportion{Share: p.PABetter, CI95: p.PABetterCI95, N: p.N}), p.Ties, p.N, p.pCell(), tables.Count(float64(p.VarianceReduction)))
	}
}

// pCell formats the adjusted p-value; what never differs has none.
func (p *Paired) pCell() string {
	if p.Same {
		return "same"
	}
	return pCell(p.PHolm)
}

// difference formats a mean difference in the unit of its figure.
func (p *Paired) difference() string {
	unit, scale := "", 1.0
	switch p.Metric {
	case "availability":
		unit, scale = " points", 100
	case "time_to_recover_s":
		unit, scale = " h", 1.0/3600
	}
	scaled := func(n statistics.Number) float64 { return scale * float64(n) }
	if p.Same {
		return "0" + unit
	}
	if p.CI95 == nil {
		return tables.Digits(scaled(p.MeanDifference), 3) + unit
	}
	return fmt.Sprintf("%s%s [%s, %s]", tables.Digits(scaled(p.MeanDifference), 3), unit, tables.Digits(scaled(p.CI95[0]), 3), tables.Digits(scaled(p.CI95[1]), 3))
}
