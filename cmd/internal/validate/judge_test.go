package validate

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/cmd/internal/validate/oracle"
)

func within(x float64) *float64 { return &x }

func TestAComputedValueAgreesWithinItsTolerance(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		says      string
		want, got any
		tolerance float64
		bounds    []float64
		ok        bool
	}{
		{"the same number", 2.0, 2.0, 0, nil, true},
		{"a whole number is a number", 2.0, 2, 0, nil, true},
		{"next to it, within the tolerance", 2.0, 2.0000001, 1e-6, nil, true},
		{"next to it, beyond the tolerance", 2.0, 2.0000001, 1e-9, nil, false},
		{"nothing, nearly", 0.0, 1e-13, 0, nil, true},
		{"nothing, not quite", 0.0, 1e-11, 1, nil, false},
		{"infinite", inf, inf, 1e-9, nil, true},
		{"not infinite", inf, 1e300, 1e-9, nil, false},
		{"infinite, though finite", 1.0, inf, 1e-9, nil, false},
		{"no number", 1.0, math.NaN(), 1e-9, nil, false},
		{"within tolerance and bounds", 2.0, 2.01, 0.1, []float64{1.9, 2.1}, true},
		{"within tolerance, outside its bounds", 2.0, 2.01, 0.1, []float64{1.995, 2.005}, false},
		{"a word that is true", true, true, 0, nil, true},
		{"a word that is not", true, false, 0, nil, false},
		{"a list", []any{1.0, 2.0}, []float64{1, 2}, 0, nil, true},
		{"a list that differs in its last", []any{1.0, 2.0}, []float64{1, 3}, 0, nil, false},
		{"a list that is too short", []any{1.0, 2.0}, []float64{1}, 0, nil, false},
		{"a number for a list", []any{1.0}, 1.0, 0, nil, false},
		{"an object", map[string]any{"a": 1.0}, map[string]any{"a": 1.0}, 0, nil, true},
		{"an object without a part", map[string]any{"a": 1.0}, map[string]any{}, 0, nil, false},
	} {
		v := JudgeComputed("metric", oracle.Expected{Value: c.want, CalcTolerance: &c.tolerance, Bounds: c.bounds}, c.got)
		assert.Equal(t, c.ok, v.OK, c.says)
	}
}

// spread returns 40 estimates around a mean with a standard error of the mean.
func spread(mean, se float64) []float64 {
	x := make([]float64, Replications)
	for i := range x {
		x[i] = mean + se*math.Sqrt(Replications-1)*float64(1-2*(i%2))
	}
	return x
}

func TestASimulatedValuePassesByBothRules(t *testing.T) {
	for _, c := range []struct {
		says        string
		expected    oracle.Expected
		mean, se    float64
		approximate bool
		ok          bool
		z           float64
	}{
		{"near and within its noise", oracle.Expected{Value: 10.0, SimTolerance: within(0.05)}, 10.1, 0.1, false, true, 1},
		{"rule a: far, though only 3 standard errors", oracle.Expected{Value: 10.0, SimTolerance: within(0.05)}, 10.6, 0.2, false, false, 3},
		{"too noisy for its tolerance, at the size that it names", oracle.Expected{Value: 10.0, SimTolerance: within(0.05), CalcTolerance: within(0), SimMinN: 1}, 11, 0.5, false, false, 2},
		{"too noisy for its tolerance, which is widened", oracle.Expected{Value: 10.0, SimTolerance: within(0.05), CalcTolerance: within(0)}, 11, 0.5, false, true, 2},
		{"widened to 4 standard errors, no further", oracle.Expected{Value: 10.0, SimTolerance: within(0.05), CalcTolerance: within(0)}, 12.5, 0.5, false, false, 5},
		{"too noisy, and nothing else can tell", oracle.Expected{Value: 10.0, SimTolerance: within(0.05)}, 11, 0.5, false, false, 2},
		{"too noisy, and so is the vector", oracle.Expected{Value: 10.0, SimTolerance: within(0.05), SE: 0.01}, 11, 0.5, false, true, 1 / math.Hypot(0.5, 0.01)},
		{"no tolerance is named: a tenth", oracle.Expected{Value: 10.0}, 10.9, 0.24, false, true, 3.75},
		{"no tolerance is named: no more than a tenth", oracle.Expected{Value: 10.0}, 11.1, 0.24, false, false, 1.1 / 0.24},
		{"no tolerance is named: a tenth of what is missing", oracle.Expected{Value: 0.99, Unit: "1"}, 0.9920, 0.0005, false, false, 4},
		{"rule b: near, but surely not it", oracle.Expected{Value: 10.0, SimTolerance: within(0.05)}, 10.1, 0.02, false, false, 5},
		{"the value has an error of its own", oracle.Expected{Value: 10.0, SimTolerance: within(0.05), SE: 0.04}, 10.15, 0.03, false, true, 3},
		{"an approximation is asked rule a only", oracle.Expected{Value: 10.0, SimTolerance: within(0.05)}, 10.1, 0.02, true, true, 5},
		{"exactly it, without any noise", oracle.Expected{Value: 0.0, SimTolerance: within(0.05)}, 0, 0, false, true, 0},
		{"what is too rare to be seen: 40 replications alike", oracle.Expected{Value: 0.999999, SimTolerance: within(0.005)}, 1, 0, false, true, 0},
		{"not quite nothing", oracle.Expected{Value: 0.0, SimTolerance: within(0.05)}, 1e-9, 1, false, false, 1e-9},
		{"a tolerance on what is lost", oracle.Expected{Value: 0.999, SimUnavailability: within(0.05)}, 0.99904, 0.00002, false, true, 2},
		{"more lost than that", oracle.Expected{Value: 0.999, SimUnavailability: within(0.05)}, 0.9991, 0.00005, false, false, 2},
	} {
		v := JudgeSimulated("metric", c.expected, sampleOf(spread(c.mean, c.se)), c.approximate)
		assert.Equal(t, c.ok, v.OK, c.says)
		assert.InDelta(t, c.z, v.Z, 1e-6*max(1, c.z), c.says)
	}
	v := JudgeSimulated("metric", oracle.Expected{Value: 1.0, SimTolerance: within(1)}, sample{math.NaN(), 0, 1}, false)
	assert.False(t, v.OK, "nothing was measured")
}

func TestEveryPartOfANestedMetricIsSimulated(t *testing.T) {
	e := oracle.Expected{SimTolerance: within(0.03), Value: map[string]any{
		"b": map[string]any{"x": map[string]any{"value": 2.0, "se": 0.5}, "gap": 0.1},
		"a": map[string]any{"x": map[string]any{"value": 1.0}},
	}}
	got := leaves("m", e)
	if assert.Len(t, got, 2, "a bare number is derived from the others") {
		assert.Equal(t, "m/a/x", got[0].path)
		assert.Equal(t, "m/b/x", got[1].path)
		assert.Equal(t, 0.5, got[1].expected.SE)
	}
	assert.Empty(t, leaves("m", oracle.Expected{Value: math.Inf(1), SimTolerance: within(0.1)}), "an infinite mean has no estimate")
}

func TestWhatIsNotLeftToChanceIsJudgedByItsToleranceAlone(t *testing.T) {
	e := oracle.Expected{Value: 10.0, SimTolerance: within(0.05)}
	near := JudgeSimulated("metric", e, sample{mean: 10.1, n: 1}, false)
	assert.True(t, near.OK)
	assert.True(t, near.NoChance, "and that is said")
	far := JudgeSimulated("metric", e, sample{mean: 11, n: 1}, false)
	assert.False(t, far.OK)
	exact := JudgeSimulated("metric", e, sample{mean: 10, n: 1}, false)
	assert.True(t, exact.OK)
	assert.False(t, exact.NoChance, "there is nothing to excuse")
}

// P(|T| > 4) with 39 degrees of freedom is 2.7e-4 (tables of Student's t distribution).
func TestFalseAlarmsAreThoseOfStudentsLaw(t *testing.T) {
	assert.InDelta(t, 0.27, FalseAlarms(1000), 0.01)
	assert.Less(t, FalseAlarms(1000), 1.0)
}
