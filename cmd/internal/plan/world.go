package plan

import (
	"context"
	"fmt"
	"math"
	"slices"

	"failsim/cmd/internal/experiment"
	"failsim/models/file"
	"failsim/results"
	"failsim/results/gate"
	"failsim/results/stored"
)

// Grid is a design and its levers.
type Grid struct {
	Design string
	Levers []Lever
}

// place is a candidate in an incident.
type place struct {
	candidate int
	incident  string
}

// Plan is a question: which candidate of some grids is the cheapest that meets all
// expectations in every incident.
type Plan struct {
	Lab      *experiment.Lab
	Grids    []Grid
	Expected []gate.Expectation
	// First and Most are replications of a candidate.
	First, Most int
	Error       float64
	Progress    func(tested int)

	*Search
	points   map[place]*experiment.At
	order    [][]string // of incidents, by grid: those that candidates missed last come first
	findings [][]Finding
	required [][]Requirement // by grid
	unpriced bool
}

// MostCandidates bounds a plan: each is priced beforehand, which takes some ms.
const MostCandidates = 5000

// Prepare prices every candidate.
func (p *Plan) Prepare() error {
	n := 0
	for _, g := range p.Grids {
		size := 1
		for _, l := range g.Levers {
			size *= len(l.Values)
		}
		if n += size; n > MostCandidates {
			return fmt.Errorf("there are more than %d candidates: give fewer designs, axes or values", MostCandidates)
		}
	}
	var list []Candidate
	for g := range p.Grids {
		points := []Candidate{{Group: g}}
		for _, l := range p.Grids[g].Levers {
			var more []Candidate
			for _, c := range points {
				for v := range l.Values {
					more = append(more, Candidate{Group: g, At: append(slices.Clone(c.At), v)})
				}
			}
			points = more
		}
		list = append(list, points...)
	}
	p.points, p.findings = map[place]*experiment.At{}, make([][]Finding, len(list))
	p.required, p.order = make([][]Requirement, len(p.Grids)), make([][]string, len(p.Grids))
	p.Search = &Search{Candidates: list, Test: func(c, n int) (*Evidence, error) { return p.test(context.Background(), c, n) }, First: p.First, Most: p.Most, Error: p.Error}
	for g := range p.Grids {
		if err := p.priceAll(g); err != nil {
			return err
		}
	}
	return nil
}

// priceAll prices the candidates of a grid. Costs of sizes, TTLs and the like add up:
// so one candidate a value tells all, which is checked at the corners and in the
// middle; where it does not hold, each is read.
func (p *Plan) priceAll(g int) error {
	size := make([]int, len(p.Grids[g].Levers))
	for i, l := range p.Grids[g].Levers {
		size[i] = len(l.Values)
	}
	first := p.at(g, make([]int, len(size)))
	if err := p.price(first); err != nil {
		return err
	}
	base := p.Candidates[first].Cost
	adds := make([][]float64, len(size))
	for i, n := range size {
		for v := range n {
			point := make([]int, len(size))
			point[i] = v
			c := p.at(g, point)
			if err := p.price(c); err != nil {
				return err
			}
			adds[i] = append(adds[i], p.Candidates[c].Cost-base)
		}
	}
	sum := func(at []int) float64 {
		cost := base
		for i, v := range at {
			cost += adds[i][v]
		}
		return cost
	}
	last, middle := make([]int, len(size)), make([]int, len(size))
	for i, n := range size {
		last[i], middle[i] = n-1, n/2
	}
	additive := true
	for _, point := range [][]int{last, middle} {
		c := p.at(g, point)
		if err := p.price(c); err != nil {
			return err
		}
		additive = additive && math.Abs(p.Candidates[c].Cost-sum(point)) <= 1e-9*(1+math.Abs(base))
	}
	for c := range p.Candidates {
		if p.Candidates[c].Group != g {
			continue
		}
		if additive {
			p.Candidates[c].Cost = math.Round(sum(p.Candidates[c].At)*1e9) / 1e9
		} else if err := p.price(c); err != nil {
			return err
		}
	}
	return nil
}

// edits has the scenario say what a candidate does.
func (p *Plan) edits(c int) []file.Edit {
	var list []file.Edit
	for i, v := range p.Candidates[c].At {
		list = append(list, p.Grids[p.Candidates[c].Group].Levers[i].Edits(v)...)
	}
	return list
}

// price reads a candidate, and says what it costs an hour; of a design that only a
// provider could buy, what its sizes cost is not known, so that the laxest counts as
// cheapest.
func (p *Plan) price(c int) error {
	at, err := p.open(c, nil)
	if err != nil {
		return err
	}
	st := at.Study()
	sample := st.Incidents[0].Samples[0]
	p.Candidates[c].Cost = sample.Design.CostPerHour
	if math.IsNaN(p.Candidates[c].Cost) {
		p.unpriced, p.Candidates[c].Cost = true, 0
	}
	if g := p.Candidates[c].Group; p.required[g] == nil {
		p.required[g] = p.requirements(p.Grids[g].Design, st)
		for i := range st.Incidents {
			p.order[g] = append(p.order[g], st.Incidents[i].Name)
		}
	}
	return nil
}

// requirements are the expectations of a design, in each incident that they hold of.
func (p *Plan) requirements(design string, st *results.Study) []Requirement {
	list := []Requirement{}
	for i := range st.Incidents {
		for _, e := range p.Expected {
			here := func(names []string, name string) bool { return len(names) == 0 || slices.Contains(names, name) }
			if here(e.Designs, design) && here(e.Incidents, st.Incidents[i].Name) {
				list = append(list, NewRequirement(e, st.Incidents[i].Name, st.Incidents[i].Layout))
			}
		}
	}
	return list
}

func (p *Plan) open(c int, incidents []string) (*experiment.At, error) {
	o := p.Lab.Options
	o.Designs = []string{p.Grids[p.Candidates[c].Group].Design}
	if incidents != nil {
		o.Incidents = incidents
	}
	return p.Lab.At(p.edits(c), o)
}

// test makes replications of a candidate, of one incident after the other, and ends
// early where one shows that it surely misses; then the rest says nothing against it.
func (p *Plan) test(ctx context.Context, c, n int) (*Evidence, error) {
	required := p.required[p.Candidates[c].Group]
	e := &Evidence{N: n, P: make([]float64, len(required)), Values: make([][]float64, len(required))}
	found := make([]Finding, len(required))
	for k := range required {
		e.P[k], found[k] = 1, Finding{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), P: 1}
	}
	order := p.order[p.Candidates[c].Group]
	for _, incident := range slices.Clone(order) {
		if err := p.testIn(ctx, c, n, incident, e, found); err != nil {
			return nil, err
		}
		if e.mayMeet() <= p.Error { // the next one likely misses here, too
			i := slices.Index(order, incident)
			copy(order[1:], order[:i])
			order[0] = incident
			break
		}
	}
	p.findings[c] = found
	if p.Progress != nil {
		p.Progress(len(p.Tested()) + 1)
	}
	return e, nil
}

// testIn makes replications of a candidate in one incident.
func (p *Plan) testIn(ctx context.Context, c, n int, incident string, e *Evidence, found []Finding) error {
	key := place{c, incident}
	if p.points[key] == nil {
		at, err := p.open(c, []string{incident})
		if err != nil {
			return err
		}
		p.points[key] = at
	}
	st, err := p.points[key].To(ctx, n)
	if err != nil {
		return err
	}
	var all []stored.Figure
	figures := func() ([]stored.Figure, error) {
		if all == nil {
			sum, err := st.Summary()
			if err != nil {
				return nil, err
			}
			if all, err = stored.Figures(sum); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
	for k, r := range p.required[p.Candidates[c].Group] {
		if r.Incident != incident {
			continue
		}
		found[k], e.Values[k], err = r.judge(st.Incidents[0].Samples[0], st.Incidents[0].Layout.Populations, figures)
		if err != nil {
			return err
		}
		e.P[k] = found[k].P
	}
	return nil
}
