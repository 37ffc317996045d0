package study

import (
	"fmt"
	"testing"

	"failsim/models/request"
	"failsim/models/world"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// drawBeside has clients of the designs hedge, break, or both. The naive engine
// plays them by lists of what is out, with none of the other's slots and events.
func (s *sketch) drawBeside() {
	d := &dice{key: sim.NewKey(s.seed, 0).Named("beside")}
	for i := range s.designs {
		g := &s.designs[i]
		if d.chance(0.7) {
			g.beside += fmt.Sprintf(", {hedge: {percentile: %s, after: %s, share: %s, attempts: %d, to: %s}}", percent(oneOf(d, 0, d.u(0.3, 0.99))),
				s.time(d.u(0.01, 2*s.serviceHigh)), percent(d.u(0.05, 1)), 2+d.n(3), oneOf(d, "same", "other"))
		}
		if g.beside == "" || d.chance(0.5) {
			g.beside += fmt.Sprintf(", {circuit-breaker: {trip: %s, failures: %d, least: %d, window: %s, open: %s, trials: %d, of: %s, kept: %s}}",
				oneOf(d, "consecutive", "ratio"), 1+d.n(5), d.n(20), s.time(d.u(1, 20)), s.time(d.u(1, 30)), 1+d.n(3), oneOf(d, "endpoint", "name"), oneOf(d, "client", "group"))
			if d.chance(0.4) { // what the one lets pass the other may keep back
				g.beside += fmt.Sprintf(", {circuit-breaker: {failures: %d, open: %s, trials: %d, of: %s, kept: %s}}",
					1+d.n(5), s.time(d.u(1, 30)), 1+d.n(3), oneOf(d, "endpoint", "name"), oneOf(d, "client", "group"))
			}
		}
	}
}

// What this would catch: an ending that is told twice or to the wrong holder, work
// or a log line of an abandoned attempt that is lost, and a retry while another
// attempt is still out.
func TestHedgesAndBreakersAreThoseOfAnEngineWhereEverythingIsAnEvent(t *testing.T) {
	hedged, kept, requests := 0, 0, 0
	for seed := range scenarios(t, 30) {
		s := draw(seed).distinct()
		if seed%3 == 0 {
			s.hitHosts()
		}
		s.drawBeside()
		read, w := s.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			real, simple := play(t, w, c), playNaively(t, w, c)
			agree(t, s, c, real, simple)
			for _, o := range real.settled {
				requests++
				if o.Attempts > 1 {
					hedged++
				}
				if o.Cause == request.CircuitOpen {
					kept++
				}
			}
		}
	}
	assert.Greater(t, hedged, 1000)
	assert.Greater(t, kept, 1000)
	t.Logf("%d requests: %d with more attempts than one, %d kept back", requests, hedged, kept)
}
