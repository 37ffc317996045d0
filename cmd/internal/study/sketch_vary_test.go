package study

import (
	"fmt"

	"failsim/models/world/scenario"
	"failsim/sim"
)

// varied draws a scenario as draw does, of a wider kind: what the naive engine
// and the relations leave out is in it too. It is written for the command, so
// demand follows the trace.
func varied(seed uint64) *sketch {
	s := draw(seed)
	d := &dice{key: sim.NewKey(seed, 0).Named("varied")}
	hour := d.n(24)
	s.weight = oneOf(d, 1, 1, d.u(1, 4))
	s.others = oneOf(d, 0, 0, d.n(20))
	for i := range s.regions {
		s.regions[i].fleet += s.others
	}
	s.service = oneOf(d, "", "", s.drawLaw(d))
	for i := range s.populations {
		if s.populations[i].rate *= s.weight; d.chance(0.1) {
			s.populations[i].rate, hour = 0, 8+d.n(8) // at night nobody may come, and later the trace has gaps
		}
	}
	s.start = fmt.Sprintf("2012-12-24T%02d:%02d:00Z", hour, d.n(60))
	for i := range s.faults {
		if f := &s.faults[i]; f.kind == scenario.Gray && d.chance(0.5) {
			f.what = fmt.Sprintf("region: %s, share: %s", oneOf(d, s.regions...).full(), percent(d.u(0.1, 1)))
		}
	}
	for i := range s.designs {
		s.designs[i].vary(d)
	}
	return s
}

// drawDistribution draws a distribution of about the service time's mean, with a shorter or a
// longer tail.
func (s *sketch) drawLaw(d *dice) string {
	mean := s.time((s.serviceLow + s.serviceHigh) / 2)
	return oneOf(d,
		fmt.Sprintf("exponential: {mean: %s}", mean),
		fmt.Sprintf("constant: {value: %s}", mean),
		fmt.Sprintf("erlang: {mean: %s, stages: %d}", mean, 2+d.n(4)),
		fmt.Sprintf("hyperexponential: {mean: %s, cv: %s}", mean, decimal(d.u(1.2, 4))),
		fmt.Sprintf("lognormal: {mean: %s, cv: %s}", mean, decimal(d.u(0.2, 2))),
		fmt.Sprintf("weibull: {scale: %s, shape: %s}", mean, decimal(d.u(0.6, 3))),
		fmt.Sprintf("bounded-pareto: {low: %s, high: %s, shape: %s}", s.time(s.serviceLow), s.time(20*s.serviceHigh), decimal(d.u(1.1, 3))),
	)
}

// vary gives a design gates, drills and other lists of healing strategies, and
// some fault-free clients a chance to wait in vain.
func (g *sketchDesign) vary(d *dice) {
	g.extras = oneOf(d, "", "",
		fmt.Sprintf(", gating: [{two-person: {miss: %s, dependence: %s}}]", percent(d.u(0, 1)), oneOf(d, "zero", "low", "moderate", "high", "complete")),
		fmt.Sprintf(", gating: [{approval: {compliance: %s}}]", percent(d.u(0, 1))),
		fmt.Sprintf(", operating: [{tested-restore: {takes: %dms, replay: %s}}]", 2000+d.n(60000), decimal(d.u(1, 8))))
	if g.healing == "refuse-missing" && d.chance(0.5) {
		g.healing = "refuse-missing, overwrite"
	}
	if d.chance(0.15) { // too small for its demand
		for place := range g.serve {
			for i := range g.serve[place] {
				g.serve[place][i].capacity *= 0.5
				g.serve[place][i].growsTo *= 0.5
			}
		}
	}
}
