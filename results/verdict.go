package results

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results/statistics"
	"failsim/results/tables"
)

// settled is the level at which the order of two designs is called settled.
const settled = 0.05

// holm adjusts the p-values of comparisons so that the chance of any false
// verdict among them is at most that of one (Holm 1979). Those without one are
// left out.
func holm(list []*Paired) {
	list = slices.DeleteFunc(slices.Clone(list), func(p *Paired) bool { return !p.P.Known() })
	slices.SortStableFunc(list, func(a, b *Paired) int { return cmp.Compare(a.P, b.P) })
	worst := statistics.Number(0)
	for k, p := range list {
		worst = max(worst, min(1, statistics.Number(len(list)-k)*p.P))
		p.PHolm = worst
	}
}

// comparisons compares every design with every other: first all with the first
// one, then the rest, on the figures that matter most. Verdicts on one figure
// are adjusted for how many there are.
func (i *Incident) comparisons() []Paired {
	all := []Paired{}
	for b, base := range i.Samples {
		for _, s := range i.Samples[b+1:] {
			all = append(all, s.against(base)...)
		}
	}
	byMetric := map[string][]*Paired{}
	for k := range all {
		byMetric[all[k].Metric] = append(byMetric[all[k].Metric], &all[k])
	}
	for _, list := range byMetric {
		holm(list)
	}
	return all
}

// between returns how a compares with b by availability; nil if it does not.
func (i *IncidentSummary) between(a, b string) *Paired {
	for k := range i.Paired {
		p := &i.Paired[k]
		switch {
		case p.Metric != "availability":
		case p.A == a && p.B == b:
			return p
		case p.A == b && p.B == a:
			return p.turned()
		}
	}
	return nil
}

// turned is the comparison of B with A.
func (p *Paired) turned() *Paired {
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
func (p *Paired) verdict() string {
	switch {
	case p.Same:
		return "same"
	case !p.P.Known():
		return "too few runs"
	case p.PHolm <= settled:
		return "yes"
	}
	return "no"
}

// rankTable lays out the designs in order of their availability, each beside the
// next.
func (i *IncidentSummary) rankTable() table.Writer {
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
		if p := i.between(a, b); p != nil {
			t.AppendRow(table.Row{a, b, p.difference(), proportionCell(&statistics.Proportion{Share: p.PABetter, CI95: p.PABetterCI95, N: p.N}), p.verdict()})
		}
	}
	return t
}

// verdictNote says how verdicts are spoken.
func (i *IncidentSummary) verdictNote() string {
	const says = "settled: the difference is not 0 at the 5 % level"
	n := len(i.Designs)
	if n == 2 {
		return says
	}
	return fmt.Sprintf("%s, adjusted for the %d pairs of designs (Holm); summary.md has all pairs", says, n*(n-1)/2)
}

// printed are the intervals in a text.
var printed = regexp.MustCompile(`\[[^\[\]]*\d[^\[\]]*, [^\[\]]*\]`)

// manyIntervals says how many of the intervals in a text are expected to miss.
func manyIntervals(text string) string {
	switch n := len(printed.FindAllString(text, -1)); {
	case n == 0:
		return ""
	case n == 1:
		return "1 interval of 95 % stands above: one such interval in 20 misses the value that it estimates"
	case n < 20:
		return fmt.Sprintf("%d intervals of 95 %% stand above: one such interval in 20 misses the value that it estimates, and nothing says which", n)
	default:
		return fmt.Sprintf("%d intervals of 95 %% stand above: about %.0f of them will miss the value that they estimate, and nothing says which", n, float64(n)/20)
	}
}
