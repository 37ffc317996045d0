package validate

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/sim"
)

func TestPrintedIntervalsHoldTheMeanOfTheBench(t *testing.T) {
	list := Coverages()
	assert.Len(t, list, 40)
	for _, c := range list {
		assert.True(t, c.Passed, "%+v", c)
		assert.False(t, c.Withheld && c.N >= statistics.FewestSkewed, "%s: only small samples may have none", c.Distribution)
	}
	assert.Equal(t, list[:4], Coverages()[:4], "the same each time")
	var out bytes.Buffer
	require.NoError(t, WriteCoverage(&out, list))
	assert.Contains(t, out.String(), "withheld")
	t.Log(out.String())
}

// The bench refuses what it is there to refuse: Student's interval of losses,
// which lies too low, and one that is too wide.
func TestTheBenchRefusesIntervalsThatDoNotHold(t *testing.T) {
	for _, l := range coverageDistributions() {
		if l.name != "lognormal, sigma 1" {
			continue
		}
		l.estimate = meanIn(statistics.Levels)
		c := l.cover(20, 0.01/30)
		assert.False(t, c.Passed)
		assert.Greater(t, c.TooLow, 20*c.TooHigh)
		l.estimate = func(x []float64) *statistics.Interval {
			ci := statistics.EstimateMean(x, statistics.NotNegative).CI95
			return &statistics.Interval{ci[0] / 2, 2 * ci[1]}
		}
		assert.False(t, l.cover(20, 0.01/30).Passed, "98 or 99 %% are too many")
	}
}

// Means that the bench takes for known, compared with 400,000 draws.
func TestTheMeansOfTheBench(t *testing.T) {
	for _, l := range coverageDistributions() {
		const n = 400_000
		key, drawn := sim.NewKey(7, 0).Named(l.name), uint64(0)
		u := func() float64 { drawn++; return key.Float64(drawn) }
		x := make([]float64, n)
		if l.sample != nil {
			values, d := l.sample(n, u)
			e := results.EstimateDrawn(d, []int{0, 1}, values, statistics.Levels)
			assert.InDelta(t, l.mean, float64(e.Mean), 2*float64(e.CI95[1]-e.Mean), l.name)
			continue
		}
		for i := range x {
			x[i] = l.draw(u)
		}
		mean, _, half := statistics.StudentInterval(x, 0.9999)
		assert.InDelta(t, l.mean, mean, half, l.name)
	}
}
