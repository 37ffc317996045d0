package study

import (
	"bytes"
	"context"
	"encoding/csv"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/strata"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/written"
)

// A design that is compared alone has no other whose runs could stand for its own.
func TestRunsThatStandForOthersAreTheirs(t *testing.T) {
	s := founding(t, 1)
	compare := func(designs ...string) (*results.Study, [][]byte) {
		w, err := Prepare(s, 1, nil)
		require.NoError(t, err)
		st, err := Compare(context.Background(), s, w, Options{Designs: designs, Incidents: []string{"gcp-region-loss"}, Replications: 4, Seed: 1})
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, written.WriteReplications(&b, st))
		return st, bytes.Split(b.Bytes(), []byte("\n"))[1:]
	}
	all, rows := compare()
	at, shared := 0, 0
	for _, sample := range all.Incidents[0].Samples[:8] {
		alone, own := compare(sample.Design.Name)
		assert.Equal(t, alone.Incidents[0].Samples[0].Fingerprint(), sample.Fingerprint(), sample.Design.Name)
		for _, row := range own[:len(own)-1] {
			assert.Equal(t, string(without(row, 5)), string(without(rows[at], 5)))
			if !bytes.Equal(rows[at], row) { // run_of
				shared++
			}
			at++
		}
	}
	assert.Equal(t, 5*(4-twins), shared, "single-provider's runs stand for those of four designs, active-passive's for one")
}

// without is a row without one of its cells.
func without(row []byte, cell int) []byte {
	list := bytes.Split(row, []byte(","))
	return bytes.Join(slices.Delete(list, cell, cell+1), []byte(","))
}

// spoiled is a scenario, and the incident that is compared.
type spoiled struct {
	*scenario.Scenario
	incident int
}

func TestOneRunStandsForTwoDesignsOnlyIfNothingTellsThemApart(t *testing.T) {
	leaders := func(change func(s *spoiled)) []int {
		s := &spoiled{Scenario: founding(t, 1), incident: 1}
		change(s)
		w, err := Prepare(s.Scenario, 1, nil)
		require.NoError(t, err)
		st, err := Compare(context.Background(), s.Scenario, w, Options{Incidents: []string{s.Incidents[s.incident].Name}, Replications: 3, Seed: 1})
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, written.WriteReplications(&b, st))
		rows, err := csv.NewReader(&b).ReadAll()
		require.NoError(t, err)
		var others []int
		for d, sample := range st.Incidents[0].Samples {
			for _, row := range rows {
				if row[1] == sample.Design.Name && row[5] != row[1] {
					others = append(others, d)
				}
			}
		}
		return others
	}
	assert.Equal(t, []int{1, 2, 3, 4, 6}, leaders(func(*spoiled) {}))
	assert.Empty(t, leaders(func(s *spoiled) { s.incident = 0 }), "the incident reaches all")
	assert.Equal(t, []int{1, 2, 3, 4}, leaders(func(s *spoiled) { s.Designs[5].TTL *= 2 }), "addresses live longer")
	assert.Equal(t, []int{1, 2, 3, 4}, leaders(func(s *spoiled) { s.Designs[5].Serve = larger(s.Designs[5].Serve) }), "home is larger")
	assert.Empty(t, leaders(func(s *spoiled) { s.Incidents[1].Faults[0].Region = "aws/us-east-1" }), "it is their own region that fails")
}

func larger(serve map[string][]scenario.Endpoint) map[string][]scenario.Endpoint {
	serve = maps.Clone(serve)
	serve["americas"] = slices.Clone(serve["americas"])
	serve["americas"][0].Capacity *= 2
	return serve
}

func TestDesignsWhoseStrataExplainLittleHaveMoreReplications(t *testing.T) {
	s := founding(t, 10)
	compare := func(jobs int) (*results.Study, string) {
		w, err := Prepare(s, 1, nil)
		require.NoError(t, err)
		st, err := Compare(context.Background(), s, w, Options{Designs: []string{"single-provider", "kill-switch", "two-person"}, Incidents: []string{"elb-state-loss"},
			Replications: 16, AsExactAs: 20, Seed: 1, Jobs: jobs})
		require.NoError(t, err)
		sum, err := st.Summary()
		require.NoError(t, err)
		b, err := sum.JSON()
		require.NoError(t, err)
		var rows bytes.Buffer
		require.NoError(t, written.WriteReplications(&rows, st))
		return st, string(b) + rows.String()
	}
	st, text := compare(1)
	samples := st.Incidents[0].Samples
	assert.Len(t, samples[0].Runs(), 16, "the records that are deleted explain what single-provider loses")
	assert.Len(t, samples[1].Runs(), 20, "but not what is lost until workflows pause")
	sum, err := st.Summary()
	require.NoError(t, err)
	for _, p := range sum.Incidents[0].Paired {
		assert.LessOrEqual(t, p.N, 16, "pairs are of replications that both designs have")
	}
	_, again := compare(3)
	assert.Equal(t, text, again, "the same at any number of jobs")
}

// Of six branches 16 replications leave some with two, of which nothing reports how
// skewed they are, so there are more.
func TestADesignHasSoManyReplicationsThatItsLossHasAnInterval(t *testing.T) {
	s := founding(t, 20)
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	interval := func(asExactAs int) *statistics.Interval {
		st, err := Compare(context.Background(), s, w, Options{Designs: []string{"multi-provider-dns"}, Incidents: []string{"elb-state-loss"},
			Sampled: true, Replications: 16, AsExactAs: asExactAs, Seed: 1})
		require.NoError(t, err)
		sum, err := st.Summary()
		require.NoError(t, err)
		return sum.Designs[0].Availability.CI95
	}
	assert.Nil(t, interval(16))
	assert.NotNil(t, interval(17), "the least that is more")

	plan := s.Incidents[0].People.Sampled
	plan.Restores = append(plan.Restores[:1:1], plan.Restores...) // eight cells
	p := newSampler(s, &s.Incidents[0], nil, true, 1)
	p.deepen(20)
	assert.Len(t, p.strata, 8)
	for _, c := range p.strata {
		assert.GreaterOrEqual(t, c.Runs, strata.Fewest, c.Name)
	}
}
