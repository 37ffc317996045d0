package study

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/world/scenario"
	"failsim/sim"
)

// cautioned returns what is said of a sketch.
func cautioned(t *testing.T, s *sketch, sampled bool) string {
	t.Helper()
	read, w := s.read(t)
	return strings.Join(w.Cautions(nil, []*scenario.Incident{&read.Incidents[0]}, sampled), "\n")
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
				assert.Contains(t, said, "it: one team of people mends region after region")
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

// Relations that would have caught a control plane with more work than workers
// that nobody spoke of: it damages fewer LBs than one with workers enough, and
// if nothing is said, more workers damage hardly any more.
func TestRelationsOfWorkers(t *testing.T) {
	relations(t, []relation{
		{"a control plane that is said to be overloaded does less", 10, func(r *trial) {
			s, enough := r.busy(r.dice.u(2, 4))
			r.check(strings.Contains(cautioned(r.t, s, false), "the control plane of "+s.regions[0].full()+" has more work than workers"), "nothing is said")
			few, many := r.run(s, 0), r.run(enough, 0)
			r.damagedNoMore(few, many)
			a, b := few.damagedAt(0, sim.Never), many.damagedAt(0, sim.Never)
			r.check(a < b, "%d and %d LBs are damaged", a, b)
		}},
		{"one of which nothing is said has workers enough", 10, func(r *trial) {
			s, enough := r.busy(0.2)
			r.check(!strings.Contains(cautioned(r.t, s, false), "more work than workers"), "it is said to be overloaded")
			a, b := r.run(s, 0).damagedAt(0, sim.Never), r.run(enough, 0).damagedAt(0, sim.Never)
			r.check(b-a <= 3, "%d and %d LBs are damaged", a, b)
		}},
	})
}

// busy has one region's LBs changed so often that its few workers have a given
// part of the work that they can do, and what is the same with many workers.
func (r *trial) busy(utilisation float64) (s, enough *sketch) {
	enough = r.changing()
	enough.regions = slices.Clone(enough.regions)
	for i := range enough.regions {
		enough.regions[i].fleet = 400
	}
	enough.creations, enough.work = 0, [2]float64{4, 6}
	s = enough.clone()
	s.workers = 5
	enough.touches = utilisation * 5 / (400 * 5)
	s.touches = enough.touches
	return s, enough
}
