package study

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/world/scenario"
)

// cautioned returns what is said of a sketch.
func cautioned(t *testing.T, s *sketch, sampled bool) string {
	t.Helper()
	read, w := s.read(t)
	return strings.Join(w.Cautions([]*scenario.Incident{&read.Incidents[0]}, sampled), "\n")
}

// lossOfState is a sketch of one incident with people, of a few faults.
func lossOfState(faults ...sketchFault) *sketch {
	s := draw(1)
	s.drawPeople(&dice{})
	s.faults = faults
	return s
}

// The mistake was to take people: of any incident, and to say nothing where
// there was nothing for them to do.
func TestPeopleWhoCannotActAreSpokenOf(t *testing.T) {
	s := draw(1)
	a, b := s.regions[0].full(), s.regions[len(s.regions)-1].full()
	lose := sketchFault{at: 20, kind: scenario.LoseRegion, what: "region: " + a, lasts: 30}
	loseB := sketchFault{at: 20, kind: scenario.LoseRegion, what: "region: " + b, lasts: 30}
	deletes := sketchFault{at: 40, kind: scenario.DeleteState, what: "region: " + a + ", share: 50%"}
	surge := sketchFault{at: 20, kind: scenario.DemandSurge, what: "factor: 2", lasts: 30}
	for _, c := range []struct {
		what    string
		s       *sketch
		sampled bool
		says    string
	}{
		{"lost state", lossOfState(deletes), false, ""},
		{"a lost region, then lost state at its provider", lossOfState(lose, deletes), false, ""},
		{"a lost region alone", lossOfState(lose), false, "it: its people never act"},
		{"a surge", lossOfState(surge), false, "it: its people never act"},
		{"lost state at another provider than the one that fails first", lossOfState(loseB, deletes), false, "it: its people never act"},
		{"durations that are not there to be sampled", lossOfState(deletes), true, "it: nobody acts"},
	} {
		t.Run(c.what, func(t *testing.T) {
			said := cautioned(t, c.s, c.sampled)
			if c.says == "" {
				assert.NotContains(t, said, "it: ")
			} else {
				assert.Contains(t, said, c.says)
			}
		})
	}
}

// A relation that would have caught it: people of whom it is said that they
// never act change no outcome, and no LB. (Of others nothing is claimed.)
func TestRelationsOfPeople(t *testing.T) {
	relations(t, []relation{{"people who are said never to act change nothing", 20, func(r *trial) {
		s := r.clone()
		s.drawPeople(&r.dice)
		if !strings.Contains(cautioned(r.t, s, false), "never act") {
			return
		}
		without := s.clone()
		without.people = nil
		for d := range s.designs {
			r.sameOutcomes(r.run(s, d), r.run(without, d))
		}
	}}})
}
