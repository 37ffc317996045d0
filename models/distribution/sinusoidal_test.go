package distribution

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

func TestInversionOfSinusoidalRates(t *testing.T) {
	const ns = 1e-9
	for _, origin := range []sim.Time{0, sim.Time(7 * time.Second)} {
		p := &Sinusoidal{Key: sim.NewKey(3, 0), Mean: 20 * ns, Amplitude: 1, Period: 10e9, Peak: 3e9, Origin: origin}
		last, sum := sim.Time(0), 0.0
		for k := range uint64(2000) {
			at := p.Next(k, last)
			require.GreaterOrEqual(t, at, last)
			sum -= math.Log1p(-p.Key.Float64(k))
			got := p.integral(float64(at-origin)) - p.integral(-float64(origin))
			require.InDelta(t, sum, got, 1e-6)
			last = at
		}
	}
}
