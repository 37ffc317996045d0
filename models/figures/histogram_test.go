package figures

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/sim"
)

func TestHistogramQuantiles(t *testing.T) {
	h := new(Histogram)
	key := sim.NewKey(1, 0)
	for i := range uint64(200_000) {
		h.Add(time.Duration(-math.Log(key.Float64(i)) * 1e6))
	}
	for _, q := range []float64{0.1, 0.5, 0.9, 0.99} {
		assert.InEpsilon(t, -math.Log(1-q)*1e6, h.Quantile(q), 0.01)
	}
	assert.True(t, math.IsNaN(new(Histogram).Quantile(0.5)))
	for _, d := range []time.Duration{1, 127, 128, 129, 255, 256, 1 << 40, math.MaxInt64} {
		low, width := bounds(int(cellOf(d)))
		assert.True(t, low <= float64(d) && float64(d) <= low+width, d)
		assert.LessOrEqual(t, width, max(1, low/perOctave), d)
	}
}

func TestHistogramKnowsQuantilesToOnePartIn128(t *testing.T) {
	var h Histogram
	assert.True(t, math.IsNaN(h.Middle(0.5)))
	values := make([]float64, 10_000)
	for i := range values {
		values[i] = math.Exp(14 + 2*distuv.UnitNormal.Quantile(sim.NewKey(1, 0).Named("test").Float64(uint64(i))))
		h.Add(time.Duration(values[i]))
	}
	slices.Sort(values)
	for _, q := range []float64{0, 0.01, 0.5, 0.95, 0.99, 1} {
		want := values[int(q*float64(len(values)-1))]
		assert.InEpsilon(t, want, h.Middle(q), 1.0/128, "q=%v", q)
	}
}

func TestHistogramCellsAreInOrderAndComplete(t *testing.T) {
	last := -1
	for d := time.Duration(0); d < 1<<20; d++ {
		i := int(cellOf(d))
		require.True(t, i == last || i == last+1, "duration %d", d)
		low, width := bounds(i)
		require.True(t, low <= float64(d) && float64(d) <= low+max(width-1, 0), "duration %d", d)
		last = i
	}
	assert.Equal(t, uint(cellsInAll-1), cellOf(math.MaxInt64))
	assert.Zero(t, cellOf(-1))
}
