package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"failsim/results/tables"
)

// pattern is in which incidents a design meets the objectives, in which it misses one, and
// of which the runs leave it open; of an incident the worse objective counts.
type pattern struct {
	design string
	in     map[Outcome][]string
	worst  *Verdict // what says most against it
}

// patternsOf are those of all designs; an incident in whose fault no request fell is in none.
func patternsOf(list []Verdict) (designs []*pattern, incidents []string) {
	worst := map[[2]string]*Verdict{}
	var cells [][2]string
	for i := range list {
		v := &list[i]
		at := [2]string{v.Figure.Design, v.Figure.Incident}
		if !slices.Contains(incidents, at[1]) {
			incidents = append(incidents, at[1])
		}
		if worst[at] == nil {
			cells = append(cells, at)
		}
		if worst[at] == nil || v.worseThan(worst[at]) {
			worst[at] = v
		}
	}
	for _, at := range cells {
		k := slices.IndexFunc(designs, func(p *pattern) bool { return p.design == at[0] })
		if k < 0 {
			k, designs = len(designs), append(designs, &pattern{design: at[0], in: map[Outcome][]string{}})
		}
		p, v := designs[k], worst[at]
		if v.Figure.Unasked && v.Outcome == Undecided {
			p.in["unasked"] = append(p.in["unasked"], at[1])
		} else {
			p.in[v.Outcome] = append(p.in[v.Outcome], at[1])
		}
		if p.worst == nil || v.worseThan(p.worst) {
			p.worst = v
		}
	}
	return designs, incidents
}

// everywhere reports whether a design meets the objectives in every incident.
func (p *pattern) everywhere() bool {
	return len(p.in[Met]) > 0 && len(p.in) == 1
}

// against says, a sentence for each pattern, which designs miss an objective or are left
// open, and where: first what is open, then by how many incidents are missed; the designs
// nearest to it come first.
func against(designs []*pattern, incidents int) (said []string) {
	groups := map[string][]*pattern{}
	var order []string
	for _, p := range designs {
		if len(p.in[Missed])+len(p.in[Undecided]) == 0 {
			continue
		}
		where := p.where(incidents)
		if groups[where] == nil {
			order = append(order, where)
		}
		groups[where] = append(groups[where], p)
	}
	slices.SortStableFunc(order, func(a, b string) int {
		return cmp.Compare(len(groups[a][0].in[Missed]), len(groups[b][0].in[Missed]))
	})
	for _, where := range order {
		list := groups[where]
		slices.SortStableFunc(list, func(a, b *pattern) int { return cmp.Compare(b.worst.Figure.Value, a.worst.Figure.Value) })
		var parts []string
		for k := 0; k < len(list); {
			reason, names := list[k].reason(), []string{list[k].design}
			for k++; k < len(list) && list[k].reason() == reason; k++ {
				names = append(names, list[k].design)
			}
			parts = append(parts, strings.Join(names, ", ")+" "+reason)
		}
		said = append(said, where+": "+strings.Join(parts, "; ")+".")
	}
	return said
}

// where says in which incidents a design stands how.
func (p *pattern) where(incidents int) string {
	var parts []string
	for _, one := range []struct {
		of   Outcome
		word string
	}{{Met, "met"}, {Undecided, "too few runs to tell"}, {Missed, "missed"}} {
		if names := p.in[one.of]; len(names) > 0 {
			parts = append(parts, one.word+" "+inThese(names, incidents))
		}
	}
	text := strings.Join(parts, ", ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// mostNamed is how many incidents are named; of more it is said how many they are.
const mostNamed = 2

func inThese(names []string, all int) string {
	switch {
	case len(names) == all && all == 2:
		return "in both incidents"
	case len(names) == all && all > 2:
		return fmt.Sprintf("in all %d incidents", all)
	case len(names) <= mostNamed:
		return "in " + strings.Join(names, " and ")
	}
	return fmt.Sprintf("in %d of %d incidents", len(names), all)
}

// reason says in brackets how a design stands to the objective, where it does worst.
func (p *pattern) reason() string {
	text := p.worst.reason()
	if len(p.in[Missed]) > 1 || len(p.in[Missed]) == 0 && len(p.in[Undecided]) > 1 {
		return strings.TrimSuffix(text, ")") + " in " + p.worst.Figure.Incident + ")"
	}
	return text
}

// worseThan orders verdicts by what they say against a design: a miss before what
// is undecided, then by how far the figure lies below its bound.
func (v *Verdict) worseThan(u *Verdict) bool {
	rank := map[Outcome]int{Met: 0, Undecided: 1, Missed: 2}
	if v.Outcome != u.Outcome {
		return rank[v.Outcome] > rank[u.Outcome]
	}
	if v.Figure.Name != u.Figure.Name { // availability, which stands first, says more
		return false
	}
	return v.Figure.Value < u.Figure.Value
}

// reason says in brackets how a design stands to the objective.
func (v *Verdict) reason() string {
	f := &v.Figure
	switch {
	case f.Name == "availability" && v.Outcome == Missed:
		return fmt.Sprintf("(%s points)", tables.Digits(100*(v.Expectation.Bound-f.Value), 2))
	case f.Name == "availability":
		return fmt.Sprintf("(availability %s)", printed(f))
	}
	return fmt.Sprintf("(in time in %s of runs)", tables.Digits(100*f.Value, 2)+" %")
}
