package study

import (
	"fmt"
	"testing"

	"failsim/models/world"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// drawReturns has users come back, those of some populations.
func (s *sketch) drawReturns() {
	d := &dice{key: sim.NewKey(s.seed, 0).Named("returns")}
	for i := range s.populations {
		if i == 0 || d.chance(0.6) {
			s.populations[i].habits.returns = fmt.Sprintf("{share: %s, after: {exponential: {mean: %s}}}", percent(d.u(0.1, 1)), s.time(d.u(1, 60)))
		}
	}
}

// What this would catch: who comes back twice, or as somebody else, or after an answer,
// or not from a request that he came back with.
func TestWhoComesBackIsWhoDoesInAnEngineWhereEverythingIsAnEvent(t *testing.T) {
	back, requests := 0, 0
	for seed := range scenarios(t, 30) {
		s := draw(seed).distinct()
		s.drawReturns()
		read, w := s.read(t)
		plain := draw(seed).distinct()
		plainly, pw := plain.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			real := play(t, w, c)
			agree(t, s, c, real, playNaively(t, w, c))
			without := play(t, pw, world.Choice{Design: &plainly.Designs[d], Incident: &plainly.Incidents[0], Seed: seed})
			requests += len(real.settled)
			back += len(real.settled) - len(without.settled)
		}
	}
	t.Logf("%d of %d requests are of users who have come back", back, requests)
	assert.Greater(t, 50*back, requests)
}
