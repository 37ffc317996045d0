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

// say says what was found of a requirement: the value with its interval, and on which
// side of the bound that lies, so that it reads as the chance does.
func (r *Requirement) say(f *Finding) string {
	text := fmt.Sprintf("%s in %s: ", r.Text, r.Incident)
	if f.N == 0 && f.Why != "" {
		return text + "met " + f.Why
	}
	shown := func(x float64) string { return gate.Shown(r.Figure, x) }
	if width := f.High - f.Low; r.limits == statistics.Shares && width > 0 {
		shown = func(x float64) string { return tables.Fixed(100*x, tables.Decimals(100*width, 1)-1) + "%" }
		if r.share { // of runs
			shown = func(x float64) string { return tables.Fixed(100*x, 0) + "%" }
		}
	}
	text += shown(f.Value)
	switch {
	case f.Why == rarerUnseen:
		return text + fmt.Sprintf(" in all %d runs; %s", f.N, f.Why)
	case r.share:
		text += fmt.Sprintf(" of %d runs in time", f.N)
	default:
		text += fmt.Sprintf(" over %d runs", f.N)
	}
	if math.IsNaN(f.Low) || f.High <= f.Low {
		return text
	}
	text += fmt.Sprintf(", 95 %% interval [%s, %s], ", shown(f.Low), shown(f.High))
	bound := gate.Shown(r.Figure, f.Bound)
	if r.share {
		bound = shown(f.Bound)
	}
	switch {
	case f.Low > f.Bound:
		return text + "all above " + bound
	case f.High < f.Bound:
		return text + "all below " + bound
	}
	return text + "which reaches " + bound
}
