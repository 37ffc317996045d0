package study

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/counted"
	"failsim/sim"
)

// bug is a Sink that hears something else than what happened, from the tenth time on (fleets: from the first):
// that is what a bug in a model would tell.
type bug struct {
	*counted.Tally
	times    int
	answered func(t *counted.Tally, batch []record.Answered)
	arrived  func(t *counted.Tally, p request.Population, u request.User, at sim.Time)
	settled  func(t *counted.Tally, s *record.Settlement)
	fleet    func(t *counted.Tally, at sim.Time, d record.Fleet)
}

func (b *bug) due() bool { b.times++; return b.times >= 10 }

func (b *bug) Answered(batch []record.Answered) {
	if b.answered != nil && len(batch) > 0 && b.due() {
		b.answered(b.Tally, batch)
		return
	}
	b.Tally.Answered(batch)
}

func (b *bug) Arrived(p request.Population, u request.User, at sim.Time) {
	if b.arrived != nil && b.due() {
		b.arrived(b.Tally, p, u, at)
		return
	}
	b.Tally.Arrived(p, u, at)
}

func (b *bug) Settled(s *record.Settlement) {
	if b.settled != nil && b.due() {
		b.settled(b.Tally, s)
		return
	}
	b.Tally.Settled(s)
}

func (b *bug) FleetChanged(at sim.Time, d record.Fleet) {
	if b.fleet != nil && b.due() {
		b.fleet(b.Tally, at, d)
		return
	}
	b.Tally.FleetChanged(at, d)
}

func twiceSettled(t *counted.Tally) record.Sink {
	return &bug{Tally: t, settled: func(t *counted.Tally, s *record.Settlement) { t.Settled(s); t.Settled(s) }}
}

// Each invariant catches a bug that was planted for it, in random worlds.
func TestEachInvariantCatchesItsBug(t *testing.T) {
	for _, c := range []struct {
		what, says string
		plant      plant
	}{
		{"an outcome is told twice", "outcomes? (without an arrival|of [0-9]+ arrivals)|are in flight", twiceSettled},
		{"an arrival is not told", "outcomes (without an arrival|of [0-9]+ arrivals)", func(t *counted.Tally) record.Sink {
			return &bug{Tally: t, arrived: func(*counted.Tally, request.Population, request.User, sim.Time) {}}
		}},
		{"an arrival is told twice", "requests arrived, but the results counted", func(t *counted.Tally) record.Sink {
			return &bug{Tally: t, arrived: func(t *counted.Tally, p request.Population, u request.User, at sim.Time) {
				t.Arrived(p, u, at)
				t.Arrived(p, u, at)
			}}
		}},
		{"answers go under", "requests arrived, but the results counted", func(t *counted.Tally) record.Sink {
			return &bug{Tally: t, answered: func(t *counted.Tally, batch []record.Answered) { t.Answered(batch[1:]) }}
		}},
		{"an outcome comes after all patience", "came later than the patience", func(t *counted.Tally) record.Sink {
			return &bug{Tally: t, settled: func(t *counted.Tally, s *record.Settlement) {
				other := *s
				other.Arrived, other.Ended = 0, sim.Time(s.Ended.Sub(s.Arrived))
				t.Settled(&other)
			}}
		}},
		{"work is taken back", "wasted work of .* is negative", func(t *counted.Tally) record.Sink {
			return &bug{Tally: t, settled: func(t *counted.Tally, s *record.Settlement) { t.Settled(s); t.Wasted(s.Population, -1e15) }}
		}},
		{"more LBs are misconfigured than there are", "of [0-9]+ LBs misconfigured", func(t *counted.Tally) record.Sink {
			return &bug{Tally: t, times: 9, fleet: func(t *counted.Tally, at sim.Time, d record.Fleet) {
				d.Misconfigured = d.LBs + 1
				t.FleetChanged(at, d)
			}}
		}},
	} {
		t.Run(c.what, func(t *testing.T) {
			caught := false
			for seed := uint64(0); seed < 12 && !caught; seed++ {
				s := swarmWorld(seed)
				if _, why := s.broken(c.plant); why != "" {
					require.Regexp(t, c.says, why)
					caught = true
				}
			}
			assert.True(t, caught, "no invariant saw it in twelve worlds")
		})
	}
}
