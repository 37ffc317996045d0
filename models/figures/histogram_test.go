package figures

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

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
		low, width := bounds(cellOf(d))
		assert.True(t, low <= float64(d) && float64(d) <= low+width, d)
		assert.LessOrEqual(t, width, max(1, low/perOctave), d)
	}
}
