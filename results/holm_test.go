package results

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/results/statistics"
)

func TestHolmAdjustsVerdicts(t *testing.T) {
	// Holm, Scand. J. Stat. 6 (1979): the smallest times how many there are, the next times one less, never falling.
	list := []*Paired{{P: 0.04}, {P: 0.01}, {P: statistics.Number(nan)}, {P: 0.03}, {P: 0.005}}
	holm(list)
	for p, want := range map[float64]float64{0.005: 0.02, 0.01: 0.03, 0.03: 0.06, 0.04: 0.06} {
		for _, q := range list {
			if float64(q.P) == p {
				assert.InDelta(t, want, float64(q.PHolm), 1e-12)
			}
		}
	}
}

// A p-value is the level at which the interval ends at 0.
func TestAPValueAgreesWithItsInterval(t *testing.T) {
	for run := range 300 {
		x := make([]float64, 20)
		for i := range x {
			x[i] = 0.5 + distuv.UnitNormal.Quantile(testKey.Named("p").Float64(uint64(run*20+i)))
			if run%2 == 0 {
				x[i] *= x[i] * x[i] // skewed
			}
		}
		v := statistics.Alone(x)
		m := v.Moments()
		e := v.Estimate(statistics.Anything)
		outside := e.CI95[0] > 0 || e.CI95[1] < 0
		assert.Equal(t, outside, m.BeyondZero(&v) < 1-statistics.SkewLevel, "run %d: %v", run, e)
	}
}

// Of ten designs that are all alike, some pair of the 45 is called different in
// 5 % of studies at most, and without Holm in more.
func TestVerdictsOnManyPairsAreSeldomFalse(t *testing.T) {
	const studies, designs, n = 300, 10, 20
	wrong, unadjusted := 0, 0
	for study := range studies {
		lost := make([][]float64, designs)
		for d := range lost {
			for k := range n {
				u := testKey.Named("holm").At(uint64(study)).At(uint64(d)).Float64(uint64(k))
				lost[d] = append(lost[d], normalOf(u))
			}
		}
		var pairs []Paired
		for a := range designs {
			for b := range a {
				pairs = append(pairs, Compare(lost[a], lost[b], false))
			}
		}
		var list []*Paired
		for k := range pairs {
			list = append(list, &pairs[k])
		}
		holm(list)
		any, bare := false, false
		for k := range pairs {
			any, bare = any || pairs[k].PHolm <= 0.05, bare || pairs[k].P <= 0.05
		}
		if any {
			wrong++
		}
		if bare {
			unadjusted++
		}
	}
	assert.LessOrEqual(t, wrong, 25, "of %d", studies) // 5 % of 300 are 15, and 25 are 1 %
	assert.Greater(t, unadjusted, 100)
}

func normalOf(u float64) float64 { return 1 + 0.5*distuv.UnitNormal.Quantile(u) }
