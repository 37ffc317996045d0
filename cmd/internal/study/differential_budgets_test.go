package study

import (
	"fmt"
	"testing"

	"failsim/models/world"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// What this would catch: a budget that others spend from, a first attempt that a budget
// is not notified of or twice, a success that refills another's, and a wait that does not
// know how long the last one was.
func TestBudgetsOfClientsAndWaitsAreThoseOfTheSecondEngine(t *testing.T) {
	retried, given := 0, 0
	for seed := range scenarios(t, 30) {
		s := draw(seed).distinct()
		d := &dice{key: sim.NewKey(seed, 0).Named("budgets")}
		for i := range s.designs {
			s.designs[i].retrying = fmt.Sprintf("attempts: %d, kept: %s, earned-by: %s, tokens: %d, cost: %d, jitter: %s, budget: %s", 2+d.n(3), oneOf(d, "client", "client", "group"),
				oneOf(d, "sent", "success"), d.n(30), 1+d.n(14), oneOf(d, "full", "decorrelated"), percent(d.u(0, 0.5)))
		}
		read, w := s.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			real, simple := play(t, w, c), playNaively(t, w, c)
			agree(t, s, c, real, simple)
			for _, o := range real.settled {
				if o.Attempts > 1 {
					retried++
				}
				if !o.Good() && o.Attempts == 1 {
					given++
				}
			}
		}
	}
	assert.Greater(t, retried, 1000)
	assert.Greater(t, given, 1000, "budgets run empty")
	t.Logf("%d requests retried, %d not for want of tokens, or of time", retried, given)
}
