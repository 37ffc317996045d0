package study

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world"
)

func TestReplicationsOfTheCommonModeAreDrawnOnPurpose(t *testing.T) {
	s := founding(t, 10)
	for seed := range uint64(5) {
		p := newSampler(s, &s.Incidents[0], seed)
		p.draw(20)
		seen := map[int]bool{}
		common := 0
		for k, run := range p.drawn.Runs {
			assert.Equal(t, run.Cell == 1, world.CommonMode(s, &s.Incidents[0], seed, run.Replication), "run %d", k)
			assert.False(t, seen[run.Replication], "no replication comes twice")
			seen[run.Replication] = true
			common += run.Cell
		}
		assert.Equal(t, 12, common)
		more := newSampler(s, &s.Incidents[0], seed)
		for n := range 31 {
			more.draw(n)
		}
		assert.Equal(t, p.drawn.Runs, more.drawn.Runs[:20], "one more changes none of those before")
	}
}

func TestABranchThatCannotReachADesignIsNoStratumOfIt(t *testing.T) {
	s := founding(t, 10)
	p := newSampler(s, &s.Incidents[0], 1)
	for i := range s.Designs {
		d := &s.Designs[i]
		want := []int{0, 0}
		if d.Name == "multi-provider-dns" || d.Name == "multi-provider-client" {
			want = []int{0, 1}
		}
		assert.Equal(t, want, p.classes(world.Fixed(s), d), d.Name)
	}
}

// What cannot reach a design changes nothing of it: not a fact of its run.
func TestACommonModeChangesNothingOfADesignWithOneProvider(t *testing.T) {
	s := founding(t, 20)
	run := func(share float64) string {
		s.World.CommonMode.Share = share
		w, err := Prepare(s, 1, nil)
		require.NoError(t, err)
		st, err := Compare(context.Background(), s, w, Options{Designs: []string{"active-passive"}, Incidents: []string{"elb-state-loss"}, Replications: 1, Seed: 1})
		require.NoError(t, err)
		require.Equal(t, 1, len(st.Incidents[0].Samples[0].Runs()))
		return st.Incidents[0].Samples[0].Fingerprint().String()
	}
	without := run(0)
	s.World.CommonMode.Share = 1 - 1e-12
	assert.Equal(t, without, run(1-1e-12))
}

func TestBothBranchesOfAGateAreRunAndMixed(t *testing.T) {
	s := founding(t, 20)
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	st, err := Compare(context.Background(), s, w, Options{Designs: []string{"single-provider", "two-person"}, Incidents: []string{"elb-state-loss"}, Replications: 8, Seed: 1})
	require.NoError(t, err)
	sum, err := st.Summary()
	require.NoError(t, err)
	d := &sum.Designs[1]
	require.Len(t, d.Branches, 2)
	assert.InDelta(t, 0.55, float64(d.Branches[0].Probability), 1e-12)
	assert.Equal(t, []int{8, 2}, []int{d.Branches[0].Availability.N, d.Branches[1].Availability.N})
	mix := 0.55*float64(d.Branches[0].Availability.Mean) + 0.45*float64(d.Branches[1].Availability.Mean)
	assert.InDelta(t, mix, float64(d.Availability.Mean), 1e-12)
	for k, r := range st.Incidents[0].Samples[1].Runs() {
		if _, stopped := st.Incidents[0].Samples[1].Drawn(k); stopped {
			assert.Zero(t, r.LBMinutes(), "where the slip is stopped nothing breaks")
			assert.Positive(t, r.Requests.Arrived)
		}
	}
}
