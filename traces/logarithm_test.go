package traces

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

func TestTheQuickLogarithmIsThatOfTheLibrary(t *testing.T) {
	check := func(u float64) {
		want := -math.Log(u)
		if got := minusLog(u); math.Abs(got-want) > 1e-15*max(1, want) {
			require.Equal(t, want, got, "u = %g", u)
		}
	}
	for i := range uint64(1_000_000) {
		u := sim.Key(1).Float64(i)
		check(u)
		check(u * u * u)   // small
		check(1 - u*u*u*u) // near 1
	}
	for _, u := range []float64{1, math.Nextafter(1, 0), 0.5, math.Nextafter(0.5, 0), 0x1p-54} {
		check(u)
		require.GreaterOrEqual(t, minusLog(u), 0.0)
	}
}

// minusLog is the quick logarithm of one number.
func minusLog(u float64) float64 {
	one := [1]float64{u}
	minusLogs(one[:])
	return one[0]
}

func BenchmarkLogarithm(b *testing.B) {
	for name, f := range map[string]func(float64) float64{"quick": minusLog, "library": func(u float64) float64 { return -math.Log(u) }} {
		b.Run(name, func(b *testing.B) {
			sum, i := 0.0, uint64(0)
			for b.Loop() {
				sum += f(sim.Key(1).Float64(i))
				i++
			}
			if sum == 0 {
				b.Fatal("no sum")
			}
		})
	}
}
