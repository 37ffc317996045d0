package written

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// between returns how a compares with b by availability; nil if it does not.
func between(i *results.IncidentSummary, a, b string) *results.Paired {
	for k := range i.Paired {
		p := &i.Paired[k]
		switch {
		case p.Metric != "availability":
		case p.A == a && p.B == b:
			return p
		case p.A == b && p.B == a:
			return turned(p)
		}
	}
	return nil
}

// turned is the comparison of B with A.
func turned(p *results.Paired) *results.Paired {
	q := *p
	q.A, q.B, q.MeanDifference, q.PABetter = p.B, p.A, 0-p.MeanDifference, 1-p.PABetter
	if p.CI95 != nil {
		q.CI95 = &statistics.Interval{0 - p.CI95[1], 0 - p.CI95[0]}
	}
	if p.PABetterCI95 != nil {
		q.PABetterCI95 = &statistics.Interval{1 - p.PABetterCI95[1], 1 - p.PABetterCI95[0]}
	}
	return &q
}

// verdict says whether the order of two designs is settled.
func verdict(p *results.Paired) string {
	switch {
	case p.Same:
		return tables.None
	case !p.P.Known():
		return "too few runs"
	case p.PHolm <= settled:
		return "yes"
	}
	return "no"
}

// rankTable lays out the designs in order of their availability, each beside the
// next.
func rankTable(i *results.IncidentSummary) table.Writer {
	order := make([]int, len(i.Designs))
	for d := range order {
		order[d] = d
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(i.Designs[b].Availability.Mean, i.Designs[a].Availability.Mean)
	})
	t := tables.Plain("design", "loses less than", "by [95 %]", "in, of runs [95 %]", "settled")
	for k := 1; k < len(order); k++ {
		a, b := i.Designs[order[k-1]].Name, i.Designs[order[k]].Name
		if p := between(i, a, b); p != nil {
			t.AppendRow(table.Row{a, b, difference(p), proportionCell(&statistics.Proportion{Share: p.PABetter, CI95: p.PABetterCI95, N: p.N}), verdict(p)})
		}
	}
	return t
}

// settled is the level at which the order of two designs is called settled.
const settled = 0.05

// pCell formats a p-value.
func pCell(p statistics.Number) string {
	switch {
	case !p.Known():
		return tables.None
	case p < 0.001:
		return "below 0.001"
	}
	return tables.Fixed(float64(p), 3)
}

// writePaired writes how each design compares with each other.
func writePaired(i *results.IncidentSummary, b *strings.Builder) {
	b.WriteString("| design | than | figure | mean difference [95 %] | P(better) [95 %] | ties | p, adjusted | pairing divides the variance by |\n" +
		"| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n")
	for k := range i.Paired {
		p := &i.Paired[k]
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %d of %d | %s | %s |\n", words.Markdown(p.A), words.Markdown(p.B), p.Metric, strings.ReplaceAll(difference(p), "*", `\*`),
			proportionCell(&statistics.Proportion{Share: p.PABetter, CI95: p.PABetterCI95, N: p.N}), p.Ties, p.N, adjusted(p), tables.Count(float64(p.VarianceReduction)))
	}
}

// adjusted formats the adjusted p-value; what never differs has none.
func adjusted(p *results.Paired) string {
	if p.Same {
		return tables.None
	}
	return pCell(p.PHolm)
}

// difference formats a mean difference in the unit of its figure.
func difference(p *results.Paired) string {
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
