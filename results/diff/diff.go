package diff

import (
	"math"
	"slices"
	"strings"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/stored"
)

// Verdict says whether a figure changed.
type Verdict string

// The verdicts.
const (
	Same    Verdict = "same"           // in every run
	Changed Verdict = "changed"        // the difference is not 0 at the 5 % level, all figures considered
	Unseen  Verdict = "no change seen" // which does not say that there is none: see the interval
	Unknown Verdict = "cannot tell"    // no interval
)

// How says how two results were compared.
type How string

// The ways, from what sees most.
const (
	Paired    How = "paired"
	Apart     How = "independent"
	Intervals How = "intervals"
	Exactly   How = "exact"
)

// Row is one figure of one design in one incident.
type Row struct {
	Incident   string               `json:"incident"`
	Design     string               `json:"design"`
	Figure     string               `json:"figure"` // availability:tv is a population's
	Before     statistics.Number    `json:"before"`
	After      statistics.Number    `json:"after"`
	Difference statistics.Number    `json:"difference"`
	CI95       *statistics.Interval `json:"ci95"`
	N          int                  `json:"n"` // pairs, or runs of the smaller result
	How        How                  `json:"how"`
	PHolm      statistics.Number    `json:"p_value_holm"`
	Verdict    Verdict              `json:"verdict"`
	Warning    string               `json:"warning,omitempty"`

	p float64
}

// Result is what two results differ in.
type Result struct {
	Schema     string       `json:"schema"`
	Before     string       `json:"before"`
	After      string       `json:"after"`
	Run        []Difference `json:"run"` // what was run differs in
	OnlyBefore []stored.Key `json:"only_before"`
	OnlyAfter  []stored.Key `json:"only_after"`
	Rows       []Row        `json:"figures"`
}

// Schema names the JSON.
const Schema = "failsim/diff/1"

// Changed tells whether anything changed beyond noise.
func (r *Result) Changed() bool {
	return len(r.OnlyBefore)+len(r.OnlyAfter) > 0 || slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Verdict == Changed })
}

// Between compares two results.
func Between(a, b *stored.Result) *Result {
	r := &Result{Schema: Schema, Before: a.Path, After: b.Path, Run: runs(a, b), OnlyBefore: []stored.Key{}, OnlyAfter: []stored.Key{}, Rows: []Row{}}
	before, after := keys(a), keys(b)
	for _, k := range before {
		if !slices.Contains(after, k) {
			r.OnlyBefore = append(r.OnlyBefore, k)
			continue
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

// settle calls a difference none that is a rounding error of what never differs:
// files hold 12 digits.
func (r *Row) settle() {
	hair := 1e-11 * max(math.Abs(float64(r.Before)), math.Abs(float64(r.After)))
	none := func(n statistics.Number) bool { return math.Abs(float64(n)) <= hair }
	if r.CI95 != nil && none(r.Difference) && none(r.CI95[0]) && none(r.CI95[1]) {
		r.Difference, r.CI95, r.Verdict, r.p = 0, nil, Same, nan
	}
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

// pairs calls with each figure that both results have.
func pairs(a, b *stored.Result, k stored.Key, each func(f, g *stored.Figure)) {
	of := func(f *stored.Figure) bool { return f.Incident == k.Incident && f.Design == k.Design }
	for i := range a.Figures {
		f := &a.Figures[i]
		if !of(f) {
			continue
		}
		for j := range b.Figures {
			if g := &b.Figures[j]; of(g) && f.Name == g.Name && f.Population == g.Population {
				each(f, g)
			}
		}
	}
}

func row(k stored.Key, f, g *stored.Figure) Row {
	name := f.Name
	if f.Population != "" {
		name += ":" + f.Population
	}
	return Row{Incident: k.Incident, Design: k.Design, Figure: name, Before: statistics.Number(f.Value), After: statistics.Number(g.Value), N: min(f.N, g.N), p: nan}
}
