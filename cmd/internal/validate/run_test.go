package validate

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
// unknown, a law that is unknown, and a kind that is unknown.
func TestReportsOfATinyDirectory(t *testing.T) {
	var first []byte
	for _, jobs := range []int{1, 4} {
		results, err := Run(t.Context(), tiny(t), Options{Jobs: jobs})
		require.NoError(t, err)
		kinds := Summarise(results, Kinds())
		b, err := JSON(results, kinds, nil)
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
	quick := []string{"backoff_full_jitter_total_delay", "retry_budget_bound", "metastable_threshold_fluid",
		"consecutive_failure_detection", "restore_phases_impact_integral", "reconciliation_loop", "snapshot_log_replay", "repair_crew_makespan",
		"common_random_numbers", "deleted_state_exposure", "loss_retry_fixed_point"}
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
		return Options{Jobs: 1, Kinds: []Kind{{Name: "erlang_b_loss", Size: 400_000, Simulate: func(c *oracle.Case, size int, key sim.Key) Estimates {
			e := simulateErlangB(c, size, key)
			e["p_block"] *= 1 + by
			e["carried"] *= 1 + by
			return e
		}}}}
	}
	for by, want := range map[float64]Status{0: Passed, 0.02: Failed, 0.1: Failed} {
		results, err := Run(t.Context(), tiny(t)[:1], biased(by))
		require.NoError(t, err)
		assert.Equal(t, want, results[0].Status, "biased by %v", by)
	}
}

// Whether a run is long enough is told from its noise, not from its answer.
func TestARunThatIsTooShortToTellIsNotJudged(t *testing.T) {
	noise := spread(10, 0.2)
	for _, c := range []struct {
		says     string
		expected oracle.Expected
		want     bool
	}{
		{"four standard errors beyond the tolerance", oracle.Expected{Value: 10.0, CalcTolerance: within(0), SimTolerance: within(0.05)}, true},
		{"within it", oracle.Expected{Value: 10.0, CalcTolerance: within(0), SimTolerance: within(0.1)}, false},
		{"however wrong", oracle.Expected{Value: 30.0, CalcTolerance: within(0), SimTolerance: within(0.05)}, false},
		{"its size was given", oracle.Expected{Value: 10.0, CalcTolerance: within(0), SimTolerance: within(0.05), SimMinN: 1}, false},
		{"nothing else can tell", oracle.Expected{Value: 10.0, SimTolerance: within(0.05)}, false},
	} {
		assert.Equal(t, c.want, undecidable(c.expected, noise), c.says)
	}
}

func TestEveryKindIsDeclaredOnceAndAnsweredInSomeWay(t *testing.T) {
	names := map[string]bool{}
	for _, k := range Kinds() {
		assert.False(t, names[k.Name], k.Name)
		names[k.Name] = true
		assert.NotEqual(t, Neither, k.How(), k.Name)
		assert.Equal(t, k.simulated(), k.Size > 0, k.Name)
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
