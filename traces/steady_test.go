package traces

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

func TestASteadyProfileIsThePlainPoissonProcess(t *testing.T) {
	p := Steady()
	require.Equal(t, 1.0, p.PeakToMean())
	all := drain(p.Poisson(1, 0, 10, sim.Time(time.Hour)))
	require.InDelta(t, 36_000, len(all), 4*math.Sqrt(36_000))
	requireOrdered(t, all)
}
