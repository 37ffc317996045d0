package sim_test

import (
	"math"
	"testing"
	"time"

	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimeArithmetic(t *testing.T) {
	day := sim.Time(0).Add(24 * time.Hour)
	assert.Equal(t, sim.Time(86_400e9), day)
	assert.Equal(t, 90*time.Minute, day.Add(90*time.Minute).Sub(day))
	assert.Equal(t, -time.Second, day.Sub(day.Add(time.Second)))
	assert.Equal(t, day, day.Add(time.Hour).Add(-time.Hour))
	assert.Equal(t, 86_400.0, day.Seconds())
	assert.Equal(t, 1.5, sim.Time(1_500_000_000).Seconds())
}

func TestNothingIsLaterThanNever(t *testing.T) {
	assert.Equal(t, sim.Never, sim.Never.Add(1))
	assert.Equal(t, sim.Never, sim.Time(1).Add(math.MaxInt64))
	assert.Equal(t, sim.Never, sim.Never.Add(math.MaxInt64))
	assert.Equal(t, sim.Never-1, sim.Never.Add(-1))
	assert.Equal(t, sim.Never, sim.Time(0).Add(math.MaxInt64))
}

func TestSecondsRoundToNanosecondsAndSaturate(t *testing.T) {
	for seconds, want := range map[float64]time.Duration{
		0: 0, 1: time.Second, 1e-9: 1, 0.4e-9: 0, 0.5e-9: 1, 2.5e-9: 3, 0.1: 100 * time.Millisecond,
		9.3e9: math.MaxInt64, math.Inf(1): math.MaxInt64, -1: -time.Second, -9.3e9: math.MinInt64,
	} {
		assert.Equal(t, want, sim.FromSeconds(seconds), "%v s", seconds)
	}
}

func TestSecondsRoundAsNumbersDo(t *testing.T) {
	key := sim.NewKey(1, 0)
	for i := range uint64(100_000) {
		ns := math.Ldexp(key.Float64(i), key.At(0).IntN(i, 64)-1)
		for _, ns := range []float64{ns, -ns, math.Floor(ns) + 0.5, math.Nextafter(math.Floor(ns)+0.5, 0)} {
			s := ns / 1e9
			if math.Abs(s*1e9) < math.MaxInt64 {
				require.Equal(t, time.Duration(math.Round(s*1e9)), sim.FromSeconds(s), "%v s", s)
			}
		}
	}
	assert.Zero(t, sim.FromSeconds(math.Nextafter(0.5, 0)/1e9))
}

// A clock in float64 seconds would lose these nanoseconds.
func TestManySmallStepsLoseNothing(t *testing.T) {
	start := sim.Time(0).Add(365 * 24 * time.Hour)
	now := start
	for range 1_000_000 {
		now = now.Add(3 * time.Nanosecond)
	}
	assert.Equal(t, 3*time.Millisecond, now.Sub(start))
}
