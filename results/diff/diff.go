package diff

import (
	"math"
	"slices"
	"strings"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/stored"
)

// Schema names the JSON.
const Schema = "failsim/diff/1"

// Between compares two results.
func Between(a, b *stored.Result) *Result {
	r := &Result{Schema: Schema, Before: a.Path, After: b.Path, Run: runs(a, b), Scenario: scenarios(a.Scenario, b.Scenario), OnlyBefore: []stored.Key{}, OnlyAfter: []stored.Key{}, Rows: []Row{}}
	before, after := keys(a), keys(b)
	for _, k := range before {
		if !slices.Contains(after, k) {
			r.OnlyBefore = append(r.OnlyBefore, k)
			continue
		}
		if d, differs := drawnOtherwise(a, b, k); differs {
			r.Run = append(r.Run, d)
		}
		if a.Runs != nil && b.Runs != nil && a.Runs.Runs[k] != nil && b.Runs.Runs[k] != nil {
			r.Rows = append(r.Rows, byRuns(a, b, k)...)
		} else {
			r.Rows = append(r.Rows, byIntervals(a, b, k)...)
		}
		r.Rows = append(r.Rows, exactly(a, b, k)...)
	}
	for _, k := range after {
		if !slices.Contains(before, k) {
			r.OnlyAfter = append(r.OnlyAfter, k)
		}
	}
	r.judge()
	return r
}

func keys(r *stored.Result) []stored.Key {
	var list []stored.Key
	for i := range r.Figures {
		if k := (stored.Key{Incident: r.Figures[i].Incident, Design: r.Figures[i].Design}); len(list) == 0 || list[len(list)-1] != k {
			list = append(list, k)
		}
	}
	return list
}

// totals are columns that are not figures but what they are made of.
var totals = []string{"requests", "failed"}

// byRuns compares the columns that both results have, but for those in which some
// run has no number, or only ever one that it did not see.
func byRuns(a, b *stored.Result, k stored.Key) []Row {
	before, after := a.Runs.Runs[k], b.Runs.Runs[k]
	how, change := Apart, results.ChangeApart
	if a.Summary.Seed == b.Summary.Seed {
		how, change = Paired, results.ChangePaired
	}
	var list []Row
	for _, name := range a.Runs.Columns {
		x, y := before.Figures[name], after.Figures[name]
		if y == nil || slices.Contains(totals, name) || conditional(name) || !numbers(x) || !numbers(y) {
			continue
		}
		row := Row{Incident: k.Incident, Design: k.Design, Figure: name, How: how, p: nan,
			Before: statistics.Number(results.MeanDrawn(before.Drawn, x)), After: statistics.Number(results.MeanDrawn(after.Drawn, y))}
		if slices.Equal(x, y) && slices.Equal(before.Drawn.Runs, after.Drawn.Runs) && slices.Equal(before.Drawn.Cells, after.Drawn.Cells) {
			row.N, row.Verdict = len(x), Same
		} else {
			c := change(before.Drawn, x, after.Drawn, y)
			row.Difference, row.CI95, row.N, row.Warning, row.p = c.Mean, c.CI95, c.N, strings.ReplaceAll(string(c.Warning), "-", " "), c.P
			row.settle()
		}
		list = append(list, row)
	}
	return list
}

// conditional tells columns that only some runs have: means of the runs of one
// result that have it and of those of the other would be of different runs.
func conditional(name string) bool {
	base, _, _ := strings.Cut(name, ":")
	return strings.HasPrefix(base, "time_to_") || strings.HasPrefix(base, "first_") || strings.HasPrefix(base, "alert_") || base == "lb_damaged_peak_at_s"
}

func numbers(x []float64) bool {
	return !slices.ContainsFunc(x, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
}

// exactly compares what follows from the scenario.
func exactly(a, b *stored.Result, k stored.Key) []Row {
	var list []Row
	pairs(a, b, k, func(f, g *stored.Figure) {
		if !f.Exact || !g.Exact || math.IsNaN(f.Value) || math.IsNaN(g.Value) {
			return
		}
		row := row(k, f, g)
		row.How, row.N, row.Verdict, row.Difference = Exactly, 0, Same, statistics.Number(g.Value-f.Value)
		if f.Value != g.Value {
			row.Verdict = Changed
		}
		list = append(list, row)
	})
	return list
}
