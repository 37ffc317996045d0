package study

import (
	"strings"
	"testing"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// drawRepeats has clients try again after some failures alone, and others for what is not
// idempotent.
func (s *sketch) drawRepeats() {
	d := &dice{key: sim.NewKey(s.seed, 0).Named("repeats")}
	words := func() string {
		var list []string
		for _, w := range scenario.RetryOn {
			if d.chance(0.5) {
				list = append(list, w)
			}
		}
		if len(list) == 0 {
			return "none"
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	for i := range s.populations {
		s.populations[i].orders = oneOf(d, 0, d.u(0.1, 0.9), d.u(0.1, 0.9))
	}
	s.eachHabits(func(h *sketchHabits) {
		if d.chance(0.7) {
			h.on = words()
		}
		if d.chance(0.7) {
			h.onOrders = words()
		}
	})
}

// What this would catch: a request whose method is drawn otherwise than its LB draws it, a
// retry that is not permitted, a budget that pays for one, and habits of a design, a
// population or all that are taken for each other's.
func TestWhatClientsMayRepeatIsThatOfTheSecondEngine(t *testing.T) {
	retried, permitted, forbidden := 0, 0, 0
	for seed := range scenarios(t, 30) {
		free := draw(seed).distinct()
		s := free.clone()
		s.drawRepeats()
		read, w := s.read(t)
		_, before := free.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			real, simple := play(t, w, c), playNaively(t, w, c)
			agree(t, s, c, real, simple)
			c.Design, c.Incident = &before.Scenario.Designs[d], &before.Scenario.Incidents[0]
			for _, o := range play(t, before, c).settled {
				if o.Attempts > 1 {
					permitted++
				}
			}
			for _, o := range real.settled {
				switch {
				case o.Attempts > 1:
					retried++
				case !o.Good():
					forbidden++
				}
			}
		}
	}
	assert.Greater(t, retried, 1000)
	assert.Greater(t, forbidden, 1000)
	assert.Less(t, retried, permitted*9/10, "without a word more are repeated")
	t.Logf("%d requests retried, of %d where all is permitted; %d failed at once", retried, permitted, forbidden)
}
