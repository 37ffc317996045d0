package study

import (
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/world"
)

// What becomes of an attempt is fixed where it is sent, unless a design needs more.
// Then each tells its end by an event; in all other designs that must change
// nothing, outcome by outcome.
func TestEveryOutcomeIsTheSameWhereEveryAttemptIsAnEvent(t *testing.T) {
	requests := 0
	for seed := range scenarios(t, 40) {
		s := draw(seed)
		if seed%3 == 0 {
			s.hitHosts() // of a process that dies, clients of one region learn in one instant
		}
		if seed%4 == 1 { // what LBs learn of ends needs no event, as the next request asks first
			s.designs[0].balancing = "peak-ewma]\n      filtering: [outlier-ejection, panic"
		}
		read, w := s.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			closed := play(t, w, c)
			c.Events = true
			events := play(t, w, c)
			for _, outcomes := range []*tape{closed, events} {
				for i := range outcomes.settled {
					outcomes.settled[i].Name = 0 // Answered does not tell it
				}
			}
			require.Equal(t, closed.settled, events.settled, "seed %d, design %s\n%s", seed, c.Design.Name, s.yaml())
			require.Equal(t, closed.damage, events.damage)
			requests += closed.arrived
		}
	}
	t.Logf("%d requests", requests)
}
