package study

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/topology"
	"failsim/models/world"
	"failsim/models/world/scenario"
)

func TestReplicationsOfTheCommonModeAreDrawnOnPurpose(t *testing.T) {
	s := founding(t, 10)
	for seed := range uint64(5) {
		p := newSampler(s, &s.Incidents[0], nil, false, seed)
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
		more := newSampler(s, &s.Incidents[0], nil, false, seed)
		for n := range 31 {
			more.draw(n)
		}
		assert.Equal(t, p.drawn.Runs, more.drawn.Runs[:20], "one more changes none of those before")
	}
}

func TestABranchThatCannotReachADesignIsNoStratumOfIt(t *testing.T) {
	s := founding(t, 10)
	p := newSampler(s, &s.Incidents[0], nil, false, 1)
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
	assert.Equal(t, []int{8, 4}, []int{d.Branches[0].Availability.N, d.Branches[1].Availability.N})
	mix := 0.55*float64(d.Branches[0].Availability.Mean) + 0.45*float64(d.Branches[1].Availability.Mean)
	assert.InDelta(t, mix, float64(d.Availability.Mean), 1e-12)
	for k, r := range st.Incidents[0].Samples[1].Runs() {
		if _, stopped := st.Incidents[0].Samples[1].Drawn(k); stopped {
			assert.Zero(t, r.Damage.LBMinutes(), "where the operator error is stopped nothing breaks")
			assert.Positive(t, r.Requests.Arrived)
		}
	}
}

// Which restore works is known before a run, and the run does as was known.
func TestTheFirstRestoreThatWorksIsKnownBeforeTheRun(t *testing.T) {
	s := founding(t, 50)
	p := newSampler(s, &s.Incidents[0], nil, true, 3)
	require.Len(t, p.list, 6)
	sum := 0.0
	for _, c := range p.list {
		sum += c.Probability
	}
	assert.InDelta(t, 1, sum, 1e-12)
	assert.Equal(t, "no common-mode failure, restore 1 works", p.list[0].Name)
	assert.InDelta(t, 0.95*0.75, p.list[0].Probability, 1e-12)
	w, err := Prepare(s, 3, nil)
	require.NoError(t, err)
	known := 0
	for replication := range 12 {
		failed, restored := 0, false
		_, err := Follow(s, w, Single{Design: "single-provider", Sampled: true, Seed: 3, Replication: replication},
			func(_ time.Duration, line string) {
				if strings.Contains(line, "restore-failed") {
					failed++
				}
				restored = restored || strings.HasSuffix(line, ": restored")
			})
		require.NoError(t, err)
		first := world.FirstRestore(&s.Incidents[0], s.Incidents[0].People.Sampled, 3, replication)
		assert.LessOrEqual(t, failed, first, "replication %d", replication)
		if restored { // else the run ended before
			assert.Equal(t, first, failed, "replication %d", replication)
			known++
		}
	}
	assert.Greater(t, known, 6)
	for i := range s.Designs {
		class := p.classes(w.Fixed, &s.Designs[i])
		want := 3 // of restores
		if strings.HasPrefix(s.Designs[i].Name, "multi-provider") {
			want = 6
		}
		assert.Equal(t, want, slices.Max(class)+1, s.Designs[i].Name)
	}
}

func TestOfTooManyCellsTheRarestStay(t *testing.T) {
	third := []outcome{{"usual", 0.9}, {"rare", 0.08}, {"rarest", 0.02}}
	b := branch{outcomes: third, of: func(replication int) int { return replication % 3 }, reaches: func(*topology.Map, *scenario.Design) bool { return true }}
	d := b
	d.of = func(replication int) int { return replication / 3 % 3 }
	e := d
	e.outcomes, e.of = third[:2], func(replication int) int { return replication / 9 % 2 }
	c := cellsOf([]branch{b, d, e})
	assert.Len(t, c.list, mostCells, "18 combinations")
	assert.Equal(t, "all others, by chance", c.list[0].Name)
	for k := range 18 {
		combination := []int{k % 3, k / 3 % 3, k / 9 % 2}
		p := third[combination[0]].probability * third[combination[1]].probability * third[combination[2]].probability
		if cell := c.cell(k); cell != 0 {
			assert.InDelta(t, p, c.list[cell].Probability, 1e-12)
		} else {
			assert.Greater(t, p, 0.001, "what is left to chance is likelier than what is not")
		}
	}
}

// The halves of an incident's replications are as likely as their exact
// distribution says, and differ in what they cost a design that overwrites.
func TestReplicationsAreCutByTheRecordsThatTheyDelete(t *testing.T) {
	s := founding(t, 20)
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	h := classesOf(s, &s.Incidents[0], w.means, 1)
	require.NotNil(t, h)
	const n = 40_000
	lower := 0
	for k := range n {
		lower += 1 - h.of(k)
	}
	assert.InDelta(t, h.shares[0], float64(lower)/n, 0.01, "four standard errors")
	assert.Nil(t, classesOf(s, &s.Incidents[1], w.means, 1), "no state is deleted")

	p := newSampler(s, &s.Incidents[0], w.means, false, 1)
	p.draw(20)
	for c, want := range []int{4, 4, 6, 6} {
		assert.Equal(t, want, p.strata[c].Runs)
	}
	sum := 0.0
	for _, c := range p.drawn.Cells {
		sum += c.Probability
	}
	assert.InDelta(t, 1, sum, 1e-12)
	st, err := Compare(context.Background(), s, w, Options{Designs: []string{"single-provider"}, Incidents: []string{"elb-state-loss"}, Replications: 20, Seed: 1})
	require.NoError(t, err)
	var lost [2]float64
	for k, r := range st.Incidents[0].Samples[0].Runs() {
		replication, _ := st.Incidents[0].Samples[0].Drawn(k)
		lost[h.of(replication)] += (1 - r.Availability) / 10
	}
	assert.Greater(t, lost[1], 1.15*lost[0])
}
