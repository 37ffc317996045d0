package suite

import (
	"context"
	"fmt"
	"slices"

	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/statistics"
)

// Load reads a scenario, as if it said something else in places.
type Load func(name string, edits []file.Edit) (*scenario.Scenario, error)

// Answer is what becomes of a claim.
type Answer struct {
	Claim   string   `json:"claim"`
	Voice   string   `json:"voice,omitempty"`
	Says    string   `json:"says"`
	Verdict Verdict  `json:"verdict"`
	Parts   []Found  `json:"statements"`
	Turns   []Turned `json:"turns,omitempty"`
	Note    string   `json:"note,omitempty"`
}

// Found is what becomes of a statement.
type Found struct {
	Statement string               `json:"statement"`
	Unit      string               `json:"unit"`
	Value     statistics.Number    `json:"value"`
	CI95      [2]statistics.Number `json:"ci95"`
	Verdict   Verdict              `json:"verdict"`
}

// Turned is a claim under an assumption made otherwise.
type Turned struct {
	If      string  `json:"if"`
	Verdict Verdict `json:"verdict"`
	Parts   []Found `json:"statements"`
}

// Grid is a scenario whose designs all meet all incidents.
type Grid struct {
	Scenario  string                    `json:"scenario"`
	Incidents []results.IncidentSummary `json:"-"`
	Rows      []Row                     `json:"designs"`
}

// Row is a design of a grid: its availability by incident, in per cent.
type Row struct {
	Design       string                `json:"design"`
	USDPerHour   results.Cost          `json:"usd_per_hour"`
	Availability []statistics.Estimate `json:"availability"`
}

// Outcome is what becomes of a suite.
type Outcome struct {
	Schema       string   `json:"schema"`
	Suite        string   `json:"suite"`
	About        string   `json:"about"`
	Replications int      `json:"replications"`
	Seed         uint64   `json:"seed"`
	Grids        []Grid   `json:"grids"`
	Answers      []Answer `json:"answers"`
}

// runner makes the runs that statements need, each once.
type runner struct {
	ctx     context.Context
	load    Load
	options study.Options
	report  func(what string)
	wanted  map[string]map[string][]string // by scenario and incident: designs
	done    map[string]*results.IncidentSummary
}

// Run makes all runs of a suite and judges it. tell is notified of each study that begins.
func Run(ctx context.Context, s *Suite, load Load, o study.Options, report func(what string)) (*Outcome, error) {
	o.Replications = s.Replications
	r := &runner{ctx: ctx, load: load, options: o, report: report, wanted: map[string]map[string][]string{}, done: map[string]*results.IncidentSummary{}}
	out := &Outcome{Schema: "failsim/suite/1", Suite: s.Name, About: s.About, Replications: s.Replications, Seed: o.Seed}
	for i := range s.Claims {
		for _, p := range s.Claims[i].Parts {
			r.want(&p)
		}
	}
	for _, name := range s.Grid {
		g, err := r.grid(name)
		if err != nil {
			return nil, err
		}
		out.Grids = append(out.Grids, g)
	}
	for i := range s.Claims {
		a, err := r.answer(&s.Claims[i])
		if err != nil {
			return nil, fmt.Errorf("claim %s: %w", s.Claims[i].Name, err)
		}
		out.Answers = append(out.Answers, a)
	}
	return out, nil
}

// want remembers which designs an incident is run for.
func (r *runner) want(p *Statement) {
	of := r.wanted[p.Scenario]
	if of == nil {
		of = map[string][]string{}
		r.wanted[p.Scenario] = of
	}
	for _, d := range []string{p.Design, p.Over} {
		if d != "" && !slices.Contains(of[p.Incident], d) {
			of[p.Incident] = append(of[p.Incident], d)
		}
	}
}

func (r *runner) grid(name string) (Grid, error) {
	s, err := r.load(name, nil)
	if err != nil {
		return Grid{}, err
	}
	g := Grid{Scenario: name}
	for _, d := range s.Designs {
		g.Rows = append(g.Rows, Row{Design: d.Name})
	}
	for _, i := range s.Incidents {
		sum, err := r.study(name, i.Name, nil, nil)
		if err != nil {
			return g, err
		}
		g.Incidents = append(g.Incidents, *sum)
		for k := range sum.Designs {
			g.Rows[k].USDPerHour = sum.Designs[k].CostPerHour
			g.Rows[k].Availability = append(g.Rows[k].Availability, sum.Designs[k].Availability)
		}
	}
	return g, nil
}

// study runs designs of an incident, all of them if none are named.
func (r *runner) study(name, incident string, designs []string, edits []file.Edit) (*results.IncidentSummary, error) {
	key := fmt.Sprint(name, "/", incident)
	if len(edits) > 0 {
		key = fmt.Sprint(key, " for ", designs, " with ", edits)
	}
	if sum := r.done[key]; sum != nil {
		return sum, nil
	}
	s, err := r.load(name, edits)
	if err != nil {
		return nil, err
	}
	w, err := study.Prepare(s, r.options.Seed, nil)
	if err != nil {
		return nil, err
	}
	o := r.options
	o.Incidents, o.Designs = []string{incident}, designs
	r.report(what(name, incident, edits))
	st, err := study.Compare(r.ctx, s, w, o)
	if err != nil {
		return nil, err
	}
	sum, err := st.Summary()
	if err != nil {
		return nil, err
	}
	r.done[key] = &sum.Incidents[0]
	return r.done[key], nil
}

func (r *runner) answer(c *Claim) (Answer, error) {
	a := Answer{Claim: c.Name, Voice: c.Voice, Says: c.Says, Note: c.Note}
	var err error
	if a.Parts, a.Verdict, err = r.judge(c.Parts, nil); err != nil {
		return a, err
	}
	for i := range c.Turns {
		t := Turned{If: c.Turns[i].If}
		if t.Parts, t.Verdict, err = r.judge(c.Parts, &c.Turns[i]); err != nil {
			return a, err
		}
		a.Turns = append(a.Turns, t)
	}
	return a, nil
}

// judge judges statements, as the world is or with an assumption made otherwise.
func (r *runner) judge(parts []Statement, t *Turn) ([]Found, Verdict, error) {
	var list []Found
	var verdicts []Verdict
	for i := range parts {
		p := &parts[i]
		var edits []file.Edit
		designs := r.wanted[p.Scenario][p.Incident]
		if t != nil && t.Only == p.Scenario {
			edits, designs = t.Set, needed(parts, p)
		}
		sum, err := r.study(p.Scenario, p.Incident, designs, edits)
		if err != nil {
			return nil, "", err
		}
		v := p.valueOf(sum)
		f := Found{Statement: p.String(), Unit: figures[p.Figure].unit, Value: v.Mean, CI95: [2]statistics.Number{v.Low, v.High}, Verdict: p.judge(v)}
		list, verdicts = append(list, f), append(verdicts, f.Verdict)
	}
	return list, Both(verdicts...), nil
}

// needed are the designs of a claim's statements in the same incident.
func needed(parts []Statement, like *Statement) []string {
	one := runner{wanted: map[string]map[string][]string{}}
	for i := range parts {
		one.want(&parts[i])
	}
	return one.wanted[like.Scenario][like.Incident]
}

// String says it in words.
func (s *Statement) String() string {
	what := s.Design
	if s.Over != "" {
		what += " over " + s.Over
	}
	side := "below"
	if s.Above {
		side = "above"
	}
	return fmt.Sprintf("%s in %s, %s: %s %g", what, s.Incident, s.Figure, side, s.Than)
}

// what says which study begins.
func what(name, incident string, edits []file.Edit) string {
	text := name + "/" + incident
	for _, e := range edits {
		text += ", " + e.Path + "=" + e.Value
	}
	return text
}
