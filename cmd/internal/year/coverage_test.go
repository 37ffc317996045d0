package year

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results/statistics"
	"failsim/results/year"
)

var yearSeeds = flag.Int("year-seeds", 0, "estimate the small world's year with so many seeds and hold the intervals against one large run; long")

// TestYearIntervalsHold estimates the small world's year with many seeds, each
// with its own calendars, and counts how many intervals of each figure hold what
// one run of 5,000 episodes says: make year-coverage.
func TestYearIntervalsHold(t *testing.T) {
	if *yearSeeds == 0 {
		t.Skip("make year-coverage")
	}
	s := smallYear(t)
	truth := figuresByName(yearOf(t, s, 5000, 1_000_000))
	held, of := map[string]int{}, map[string]int{}
	for seed := range uint64(*yearSeeds) {
		for name, e := range figuresByName(yearOf(t, s, 190, seed)) {
			if e.CI95 == nil {
				continue
			}
			of[name]++
			if mean := truth[name].Mean; e.CI95[0] <= mean && mean <= e.CI95[1] {
				held[name]++
			}
		}
	}
	for name, n := range of {
		dist := distuv.Binomial{N: float64(n), P: 0.93}
		t.Logf("%-60s %d of %d", name, held[name], n)
		assert.GreaterOrEqual(t, dist.CDF(float64(held[name])), 0.01/float64(len(of)), name)
	}
	assert.NotEmpty(t, of)
}

func yearOf(t testing.TB, s *scenario.Scenario, episodes int, seed uint64) *year.Summary {
	t.Helper()
	w, err := study.Prepare(s, seed, nil)
	require.NoError(t, err)
	p, err := planYear(s, w, Options{Sampled: true, Episodes: episodes, Calendars: 4000, Twins: 3, Seed: seed})
	require.NoError(t, err)
	return summaryOf(t, p)
}

// figuresByName are the headline figures of every design, and its loss by kind.
func figuresByName(sum *year.Summary) map[string]statistics.Estimate {
	list := map[string]statistics.Estimate{}
	for d := range sum.Designs {
		f := &sum.Designs[d]
		list[f.Name+": lost"], list[f.Name+": bad minutes"], list[f.Name+": user-minutes"] = f.LostShare, f.BadMinutes, f.UserMinutes
		for _, p := range f.ByKind {
			list[f.Name+": lost to "+p.Incident] = p.LostShare
		}
	}
	return list
}
