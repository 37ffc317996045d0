package study

import (
	"slices"
	"strings"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
)

// onPaper works out a design's availability from the scenario's SLAs, if it
// states any: that of its places, by their demand.
func (w *Workload) onPaper(d *scenario.Design, in *scenario.Incident) results.Paper {
	s := w.Scenario
	var p results.Paper
	if s.SLAs == (scenario.SLAs{}) {
		return p
	}
	var formulas []string
	total := 0.0
	for i, pop := range s.Workload {
		endpoints := d.Serve[pop.Location]
		a, formula := world.OnPaper(s.SLAs, endpoints, results.Series, results.Parallel)
		p.Availability += float64(a * w.means[i])
		total += w.means[i]
		way := results.Alone
		switch {
		case len(endpoints) > 1 && world.Spared(s, in, endpoints):
			way = results.Elsewhere
		case len(endpoints) > 1:
			way = results.SameFate
		}
		p.Ways = append(p.Ways, way)
		if !slices.Contains(formulas, formula) {
			formulas = append(formulas, formula)
		}
	}
	p.Availability /= total
	p.Formula = strings.Join(formulas, "; elsewhere ")
	return p
}
