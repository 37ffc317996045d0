package study

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/id"
	"failsim/models/world"
)

// Relations that would have caught one team that mends region after region: with
// a team for each, every region's fleet fares as if its state alone were lost.
func TestRelationsOfTeams(t *testing.T) {
	relations(t, []relation{
		{"with a team for each, a region is mended as if it were the only one", 20, func(r *trial) {
			s := r.twoLosses(2)
			both := r.run(s, 0)
			for i, region := range []id.Region{0, 1} {
				alone := s.only(s.faults[i])
				alone.people = s.people
				r.check(slices.Equal(both.damageOf(region), r.run(alone, 0).damageOf(region)), "region %d fares otherwise alone", region)
			}
		}},
		{"one more team damages no more", 20, func(r *trial) {
			r.allMended(r.run(r.twoLosses(2), 0), r.run(r.twoLosses(1), 0))
		}},
		{"a team more than there are regions changes nothing", 10, func(r *trial) {
			r.sameOutcomes(r.run(r.twoLosses(2), 0), r.run(r.twoLosses(5), 0))
		}},
	})
}

// twoLosses has two regions of a provider lose state, one after the other, and
// people mend them, of so many teams.
func (r *trial) twoLosses(teams int) *sketch {
	r.dice.count = 0 // the same numbers, however many teams
	s := r.changing()
	if s.regions[1].provider != s.regions[0].provider {
		s.regions = append([]sketchRegion{s.regions[0], {"a", "r1", 2, 40}}, s.regions[1:]...)
		for i := range s.places {
			s.places[i].rtt = append(s.places[i].rtt, 0.1)
		}
	}
	s.drawPeople(&r.dice)
	s.people.teams, s.people.restores = teams, []sketchRestore{{5, 1}}
	s.faults = []sketchFault{s.deleteState(0, 0.1*s.length, 0.7), s.deleteState(1, 0.2*s.length, 0.7)}
	return s
}

// damageOf returns the changes of one region's fleet.
func (r *run) damageOf(region id.Region) (list []misconfigured) {
	for _, d := range r.damage {
		if d.region == region {
			list = append(list, d)
		}
	}
	return list
}

// The second engine has teams of its own, written from the description.
func TestTeamsAreThoseOfTheSecondEngine(t *testing.T) {
	mended := 0
	for seed := range uint64(12) {
		r := &trial{t: t, name: "teams", dice: dice{key: world.Root(seed, 0)}, sketch: draw(seed)}
		for teams := 1; teams <= 3; teams++ {
			s := r.twoLosses(teams)
			read, w := s.read(t)
			c := world.Choice{Design: &read.Designs[0], Incident: &read.Incidents[0], Seed: seed}
			real := play(t, w, c)
			agree(t, s, c, real, playNaively(t, w, c))
			mended += len(real.damage)
		}
	}
	assert.Greater(t, mended, 100, "LBs are misconfigured and mended")
}
