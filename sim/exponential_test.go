package sim_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

func TestExponentialDrawsAreThoseOfTheLibrarysLogarithm(t *testing.T) {
	key, many := sim.Key(1), make([]float64, 1000)
	for first := uint64(0); first < 1_000_000; first += uint64(len(many)) {
		key.Exponentials(first, many)
		for i, got := range many {
			isMinusLog(t, got, key.Float64(first+uint64(i)))
		}
	}
}

// Mixing can be undone, so the keys of any draw can be found.
func TestExponentialDrawsAreRightAtTheEdgesOfEveryExponent(t *testing.T) {
	for e := range 52 {
		for _, bits := range []uint64{1<<e - 1, 1 << e, 1<<52 - 1<<e, 1<<52 - 1 - 1<<e} {
			key := sim.Key(unmix(bits << 12))
			require.Equal(t, (float64(bits)+0.5)/(1<<52), key.Float64(0))
			isMinusLog(t, exponential(key, 0), key.Float64(0))
		}
	}
}

// exponential is one draw.
func exponential(key sim.Key, i uint64) float64 {
	var one [1]float64
	key.Exponentials(i, one[:])
	return one[0]
}

func isMinusLog(t *testing.T, got, u float64) {
	t.Helper()
	if want := -math.Log(u); math.Abs(got-want) > 1e-15*max(1, want) || got < 0 {
		require.Equal(t, want, got, "u = %g", u)
	}
}

func BenchmarkExponential(b *testing.B) {
	var draws [64]float64
	for first := uint64(0); b.Loop(); first += 64 {
		sim.Key(1).Exponentials(first, draws[:])
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/64, "ns/draw")
}
