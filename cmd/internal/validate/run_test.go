package validate

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/cmd/internal/validate/oracle"
	"failsim/sim"
)

var update = flag.Bool("update", false, "write golden files anew")

func tiny(t *testing.T) []*oracle.Case {
	t.Helper()
	cases, err := oracle.Load(os.DirFS("testdata/tiny"), "tiny")
	require.NoError(t, err)
	return cases
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "%s; -update writes it anew", path)
}

// A case each that passes, fails, has a parameter in another unit, one that is
// unknown, a distribution that is unknown, and a kind that is unknown.
func TestReportsOfATinyDirectory(t *testing.T) {
	var first []byte
	for _, jobs := range []int{1, 4} {
		results, err := Run(t.Context(), tiny(t), Options{Jobs: jobs})
		require.NoError(t, err)
		kinds := Summarise(results, Kinds())
		b, err := JSON(results, kinds, nil, nil)
		require.NoError(t, err)
		if first == nil {
			first = b
			golden(t, "tiny.json.golden", b)
			var text bytes.Buffer
			require.NoError(t, WriteTable(&text, results, kinds))
			golden(t, "tiny.txt.golden", text.Bytes())
		}
		assert.Equal(t, string(first), string(b), "at %d jobs", jobs)
	}
}

// The quicker of the simulated kinds, at full size; failsim validate has all.
func TestModelsAgreeWithTheVectors(t *testing.T) {
	quick := []string{"cascade_recursion", "token_bucket_deterministic", "restore_phases_impact_integral", "snapshot_log_replay", "common_random_numbers",
		"deleted_state_exposure", "beta_factor_common_cause", "composite_sla", "active_passive_coverage", "lease_failover", "k_of_n_one_crew"}
	cases := slices.DeleteFunc(embedded(t), func(c *oracle.Case) bool { return !slices.Contains(quick, c.Kind) })
	results, err := Run(t.Context(), cases, Options{Jobs: 2})
	require.NoError(t, err)
	met := map[string]bool{}
	for _, r := range results {
		met[r.Case.Kind] = true
		assert.Equal(t, Passed, r.Status, r.Case.ID)
		assert.Equal(t, Both, r.How, r.Case.ID)
		for _, v := range r.Verdicts {
			assert.True(t, v.OK, "%s %s (%s): expected %v, got %v %s", r.Case.ID, v.Metric, v.How, v.Expected, v.Got, v.Why)
		}
	}
	assert.Len(t, met, len(quick))
}

// A simulator that is a little wrong is caught, by either rule.
func TestABiasedModelFails(t *testing.T) {
	biased := func(by float64) Options {
		return Options{Jobs: 1, Kinds: []Kind{{Name: "erlang_b_loss", System: func(c *oracle.Case, size int) System {
			s := systemErlangB(c, size)
			s.Figures["p_block"] = Figure{"station desk", "p_block", 1 + by}
			s.Figures["carried"] = Figure{"station desk", "throughput", 1 + by}
			return s
		}}}}
	}
	for by, want := range map[float64]Status{0: Passed, 0.02: Failed, 0.1: Failed} {
		results, err := Run(t.Context(), tiny(t)[:1], biased(by))
		require.NoError(t, err)
		assert.Equal(t, want, results[0].Status, "biased by %v", by)
	}
}

// A kind whose noise is known: n values of standard deviation 1 around 10.
func noisy(sd float64) Kind {
	return Kind{Name: "erlang_b_loss", Simulate: func(_ *oracle.Case, size int, key sim.Key) Estimates {
		return Estimates{"p_block": 10 + sd/math.Sqrt(float64(size))*distuv.UnitNormal.Quantile(key.Float64(0))}
	}}
}

// Sizes follow from the noise of a pilot by one rule, and never from what is
// judged.
func TestSizesFollowFromNoiseAndTolerance(t *testing.T) {
	wants := func(e oracle.Expected, k Kind) int {
		size, err := sizeOf(t.Context(), &oracle.Case{ID: "x", Expected: map[string]oracle.Expected{"p_block": e}}, k)
		require.NoError(t, err)
		return size
	}
	e := oracle.Expected{Value: 10.0, SimTolerance: within(0.01), CalcTolerance: within(0)}
	assert.Equal(t, pilotSize, wants(e, noisy(1)), "the pilot's size is enough")
	// (5 sd / 0.1)^2 = 2500 sd^2 in all; the pilot knows sd to about 11 %.
	assert.InEpsilon(t, 2_500_000, wants(e, noisy(math.Sqrt(1000))), 0.5)
	assert.Equal(t, budget, wants(e, noisy(1000)), "and no more")
	e.SimMinN = 3_000_000
	assert.Equal(t, 3_000_000, wants(e, noisy(1000)), "the vector names its size")
	assert.Equal(t, pilotSize, wants(oracle.Expected{Value: 10.0, SimTolerance: within(0.01)}, Kind{Fixed: true}), "nothing left to chance has no noise")
}

func TestEveryKindIsDeclaredOnceAndAnsweredInSomeWay(t *testing.T) {
	names := map[string]bool{}
	for _, k := range Kinds() {
		assert.False(t, names[k.Name], k.Name)
		names[k.Name] = true
		assert.NotEqual(t, Neither, k.How(), k.Name)
		assert.False(t, k.Fixed && !k.simulated(), k.Name)
	}
	for _, c := range embedded(t) {
		assert.True(t, names[c.Kind], c.Kind)
	}
}

func TestRunEndsWhenItIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	_, err := Run(ctx, tiny(t), Options{})
	assert.ErrorIs(t, err, why)
}
