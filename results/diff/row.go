package diff

import (
	"math"
	"slices"

	"failsim/results/statistics"
	"failsim/results/stored"
)

// Verdict says whether a figure changed.
type Verdict string

// How says how two results were compared.
type How string

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
	Run        []Difference `json:"run"`      // what was run differs in
	Scenario   []Difference `json:"scenario"` // what the scenario files say differently, by path
	OnlyBefore []stored.Key `json:"only_before"`
	OnlyAfter  []stored.Key `json:"only_after"`
	Rows       []Row        `json:"figures"`
}

// Changed reports whether anything changed beyond noise.
func (r *Result) Changed() bool {
	return len(r.OnlyBefore)+len(r.OnlyAfter) > 0 || slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Verdict == Changed })
}

// Comparable reports whether any design is run against the same incident in both.
func (r *Result) Comparable() bool { return len(r.Rows) > 0 }

// settle calls a difference none that is a rounding error of what never differs:
// files hold 12 digits.
func (r *Row) settle() {
	hair := 1e-11 * max(math.Abs(float64(r.Before)), math.Abs(float64(r.After)))
	none := func(n statistics.Number) bool { return math.Abs(float64(n)) <= hair }
	if r.CI95 != nil && none(r.Difference) && none(r.CI95[0]) && none(r.CI95[1]) {
		r.Difference, r.CI95, r.Verdict, r.p = 0, nil, Same, nan
	}
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

// The verdicts.
const (
	Same    Verdict = "same"           // in every run
	Changed Verdict = "changed"        // the difference is not 0 at the 5 % level, all figures considered
	Unseen  Verdict = "no change seen" // which does not say that there is none: see the interval
	Unknown Verdict = "cannot tell"    // no interval
)

// The ways, from what sees most.
const (
	Paired    How = "paired"
	Apart     How = "independent"
	Intervals How = "intervals"
	Exactly   How = "exact"
)
