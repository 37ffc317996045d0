package plan

import (
	"fmt"
	"math"

	"failsim/results/gate"
	"failsim/results/statistics"
	"failsim/results/tables"
)

// margin is how far a finding is from its bound, as a share of what the bound leaves:
// of 99.95 % an availability of 99.98 % leaves 0.6.
func (r *Requirement) margin(f *Finding) float64 {
	switch {
	case f.N == 0 && f.Why == "": // not run
		return math.Inf(1)
	case f.N == 0:
		return math.Inf(1)
	case r.upper():
		return (f.Bound - f.Value) / math.Max(f.Bound, 1e-12)
	case f.Bound < 1:
		return (f.Value - f.Bound) / (1 - f.Bound)
	}
	return (f.Value - f.Bound) / f.Bound
}

// binding is the requirement that is least surely met; of equals, with the least
// margin.
func (p *Plan) binding(c int) int {
	list := p.required[p.Candidates[c].Group]
	best := 0
	for i := range p.findings[c] {
		a, b := &p.findings[c][i], &p.findings[c][best]
		if a.P < b.P || a.P == b.P && list[i].margin(a) < list[best].margin(b) {
			best = i
		}
	}
	return best
}

// worstMargin is that of the requirement that is least surely met.
func (p *Plan) worstMargin(c int) float64 {
	if len(p.findings[c]) == 0 {
		return math.Inf(1)
	}
	b := p.binding(c)
	return p.required[p.Candidates[c].Group][b].margin(&p.findings[c][b])
}

// say says what was found of a requirement.
func (r *Requirement) say(f *Finding) string {
	if f.Why != "" && f.N == 0 {
		return fmt.Sprintf("%s: met %s (%s)", r.Text, f.Why, r.Incident)
	}
	shown := func(x float64) string { return gate.Shown(r.Figure, x) }
	if width := f.High - f.Low; r.limits == statistics.Shares && width > 0 {
		shown = func(x float64) string { return tables.Fixed(100*x, tables.Decimals(100*width, 1)-1) + "%" }
	}
	text := r.Text + ": "
	if r.byRuns() {
		text += "in time "
	}
	text += shown(f.Value)
	if !math.IsNaN(f.Low) && f.High > f.Low {
		text += fmt.Sprintf(" [%s, %s]", shown(f.Low), shown(f.High))
	}
	return text + fmt.Sprintf(" of %d runs in %s", f.N, r.Incident)
}
