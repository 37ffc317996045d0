package distribution

import (
	"fmt"
	"math"
	"testing"
	"time"

	"failsim/sim/portable"

	"github.com/stretchr/testify/assert"
)

func TestTheTableOfALognormalIsAccurate(t *testing.T) {
	for _, sigma := range []float64{0.001, 0.3, 0.5, 1, 1.5} {
		t.Run(fmt.Sprint(sigma), func(t *testing.T) {
			l := Must(NewLognormal(1000*time.Hour, sigma)) // long, so that rounding to nanoseconds does not show
			assert.Equal(t, math.Float64bits(leastTail), l.tabled)
			worst := 0.0
			for i := 1; i < 300_000; i++ {
				u := float64(i) / 300_000
				exact := math.Exp(l.logMedian + l.sigma*portable.NormalQuantile(u))
				worst = max(worst, math.Abs(float64(l.Quantile(u))/exact-1))
			}
			assert.Less(t, worst, tableError)
		})
	}
}

func TestALognormalTooWideForATableIsComputed(t *testing.T) {
	l := Must(NewLognormal(time.Second, 6))
	assert.Equal(t, uint64(math.MaxUint64), l.tabled)
	assert.Equal(t, nanoseconds(math.Exp(l.logMedian+6*portable.NormalQuantile(0.6))), l.Quantile(0.6))
}

// TestCellsJoin draws just below and just above every boundary between cells,
// and between the table and the tails.
func TestCellsJoin(t *testing.T) {
	l := Must(NewLognormal(1000*time.Hour, 1))
	for i := range uint64(cells + 1) {
		r := math.Float64frombits((firstCell + i) << placeBits)
		for _, u := range []float64{r, 1 - r} {
			below, above := l.Quantile(u-1e-14), l.Quantile(u+1e-14)
			assert.InEpsilon(t, float64(below), float64(above), 1e-10, u)
		}
	}
	assert.Equal(t, 1000*time.Hour, l.Quantile(0.5).Round(time.Microsecond))
}
