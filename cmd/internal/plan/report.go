package plan

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"failsim/results/tables"
	"failsim/results/words"
)

// Report is an answer as people and programs read it.
type Report struct {
	Schema   string   `json:"schema"`
	Required []string `json:"required"`
	Best     *Row     `json:"best"` // null if no candidate meets
	Sure     float64  `json:"sure"` // the least chance that it is right
	Rows     []Row    `json:"candidates"`
	Uneven   []string `json:"axes_that_are_not_monotone"`
	// What it took, and what the full grid would take at the runs of the candidate
	// that had most.
	Candidates int      `json:"candidates_in_all"`
	Tested     int      `json:"candidates_tested"`
	Runs       int      `json:"runs"`
	Requests   int64    `json:"requests"`
	FullGrid   float64  `json:"requests_of_full_grid"`
	Notes      []string `json:"notes,omitempty"`
}

// Row is one candidate.
type Row struct {
	Rank    int               `json:"rank,omitempty"` // of those that meet, by cost
	Design  string            `json:"design"`
	Values  map[string]string `json:"values"`
	Cost    *float64          `json:"cost_per_hour_usd"` // null if it is not priced
	Verdict Verdict           `json:"verdict"`
	Chance  float64           `json:"p_meets"`
	Runs    int               `json:"replications"`
	Margin  *float64          `json:"margin"` // of the binding requirement, as a share of what its bound leaves
	Binding string            `json:"binding"`
	Why     string            `json:"why"` // it is in the list

	levers []string
}

// Report ranks what was found, with the evidence.
func (p *Plan) Report(found []Found) (*Report, error) {
	r := &Report{Schema: "failsim/plan/1", Candidates: len(p.Candidates), Runs: p.Lab.Runs, Requests: p.Lab.Requests, Uneven: []string{}}
	for _, e := range p.Expected {
		r.Required = append(r.Required, e.Text)
	}
	rank := 0
	for i, f := range found {
		if f.Best < 0 {
			if c := p.leader(f.Grid); c >= 0 {
				r.Rows = append(r.Rows, p.row(c, "nothing of this design meets; this comes nearest"))
			}
			continue
		}
		rank++
		row := p.row(f.Best, "the cheapest of this design")
		row.Rank = rank
		r.Rows = append(r.Rows, row)
		if i > 0 {
			continue
		}
		r.Best, r.Sure = &row, f.Sure
		laxer, err := p.laxer(f.Best)
		if err != nil {
			return nil, err
		}
		r.Rows = append(r.Rows, laxer...)
	}
	if r.Best == nil {
		r.Sure = 1
		for _, f := range found {
			r.Sure -= 1 - f.Sure
		}
		r.Sure = math.Max(0, r.Sure)
	}
	for g := range p.Grids {
		for a, l := range p.Grids[g].Levers {
			if p.Uneven[[2]int{g, a}] {
				r.Uneven = append(r.Uneven, p.Grids[g].Design+": "+l.Name)
			}
		}
	}
	if p.unpriced {
		r.Notes = append(r.Notes, "what only a provider could do has no price: the laxest counts as the cheapest")
	}
	most := 0
	for _, c := range p.Tested() {
		most = max(most, p.Evidence(c).N)
	}
	r.Tested, r.Runs, r.Requests = len(p.Tested()), p.Lab.Runs, p.Lab.Requests
	if r.Runs > 0 {
		perRun := float64(r.Requests) / float64(r.Runs)
		for g := range p.Grids {
			r.FullGrid += float64(perRun * float64(most*len(p.required[g])/max(1, len(p.Expected))) * float64(p.size(g)))
		}
	}
	return r, nil
}

func (p *Plan) size(g int) int {
	n := 0
	for _, c := range p.Candidates {
		if c.Group == g {
			n++
		}
	}
	return n
}

// leader is the tested candidate of a grid that comes nearest; -1 if none was.
func (p *Plan) leader(g int) int {
	best := -1
	for _, c := range p.Tested() {
		if p.Candidates[c].Group == g && (best < 0 || p.worstMargin(c) > p.worstMargin(best)) {
			best = c
		}
	}
	return best
}

// laxer are the candidates one step laxer than one, on each axis: what they miss is
// why it is the one.
func (p *Plan) laxer(best int) ([]Row, error) {
	var rows []Row
	c := &p.Candidates[best]
	for axis := range c.At {
		point := slices.Clone(c.At)
		if point[axis]--; point[axis] < 0 {
			continue
		}
		k := p.at(c.Group, point)
		if k < 0 {
			continue
		}
		if _, err := p.judge(k); err != nil {
			return nil, err
		}
		rows = append(rows, p.row(k, "one step laxer in "+p.Grids[c.Group].Levers[axis].Name))
	}
	return rows, nil
}

func (p *Plan) row(c int, why string) Row {
	g := p.Candidates[c].Group
	e := p.Evidence(c)
	row := Row{Design: p.Grids[g].Design, Values: map[string]string{}, Verdict: p.Verdict(c), Runs: e.N, Chance: e.meets(), Why: why}
	if row.Verdict == "" { // it was looked at for its axis alone
		row.Verdict = Misses
		if e.meets() > even {
			row.Verdict = Likely
		}
	}
	for i, l := range p.Grids[g].Levers {
		row.Values[l.Name] = l.Values[p.Candidates[c].At[i]]
		row.levers = append(row.levers, l.Name)
	}
	if !p.unpriced {
		row.Cost = &p.Candidates[c].Cost
	}
	if len(p.findings[c]) > 0 {
		b := p.binding(c)
		if m := p.worstMargin(c); !math.IsInf(m, 0) && !math.IsNaN(m) {
			row.Margin = &m
		}
		row.Binding = p.required[g][b].say(&p.findings[c][b])
	}
	return row
}

// Write prints the report.
func (r *Report) Write(w io.Writer) error {
	fmt.Fprintf(w, "required: %s\n", strings.Join(r.Required, " and "))
	if r.Best == nil {
		fmt.Fprintf(w, "no candidate meets it (%s sure)\n", sureness(r.Sure))
		if len(r.Rows) > 0 {
			fmt.Fprintf(w, "nearest: %s\n  what it misses: %s\n  plan with a weaker --require, other --designs, or other values of --vary\n", r.Rows[0].said(), r.Rows[0].Binding)
		}
	} else {
		fmt.Fprintf(w, "cheapest that meets it: %s (%s sure)\n  binding: %s", r.Best.said(), sureness(r.Sure), r.Best.Binding)
		if r.Best.Margin != nil {
			fmt.Fprintf(w, "; margin %s of what the bound leaves", percent(*r.Best.Margin))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	for i := range r.Rows {
		row := &r.Rows[i]
		rank := " "
		if row.Rank > 0 {
			rank = fmt.Sprint(row.Rank)
		}
		fmt.Fprintf(w, "%s  %s\n   %s\n   %s (chance to meet what is required: %s): %s\n", rank, row.said(), row.Why, row.Verdict, chance(row.Chance), row.Binding)
	}
	fmt.Fprintln(w)
	for _, u := range r.Uneven {
		fmt.Fprintf(w, "not monotone, so searched value by value: %s\n", u)
	}
	for _, n := range r.Notes {
		fmt.Fprintln(w, n)
	}
	_, err := fmt.Fprintf(w, "tested %d of %s: %s, %s requests; the full grid, as deep as the deepest, takes %s (%s times as many)\n",
		r.Tested, words.Plural(int64(r.Candidates), "candidate"), words.Plural(int64(r.Runs), "run"), tables.Count(float64(r.Requests)), tables.Count(r.FullGrid), tables.Digits(r.FullGrid/float64(r.Requests), 2))
	return err
}

// sureness is a lower bound in words.
func sureness(p float64) string {
	switch {
	case p > 0.99:
		return "at least 99 %"
	case p < 0.5:
		return "not even half"
	}
	return "at least " + tables.Digits(100*p, 2) + " %"
}

// chance never says that what runs show is certain.
func chance(p float64) string {
	switch {
	case p < 0.01:
		return "below 1 %"
	case p > 0.99:
		return "above 99 %"
	}
	return tables.Digits(100*p, 2) + " %"
}

func percent(p float64) string { return tables.Digits(100*p, 3) + " %" }

// said names the candidate with its cost.
func (r *Row) said() string {
	text := r.named()
	if r.Cost != nil {
		text += fmt.Sprintf(": %s USD an hour", tables.Fixed(*r.Cost, 2))
	}
	return text
}

func (r *Row) named() string {
	var values []string
	for _, l := range r.levers {
		values = append(values, l+" "+r.Values[l])
	}
	return r.Design + " with " + strings.Join(values, ", ")
}
