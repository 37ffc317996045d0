package traces

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

func TestALogThatStopsIsAnOutageAndALullIsNot(t *testing.T) {
	var counts, rates [minutesPerDay]float64
	for i := range counts {
		counts[i] = 10 // a request every six seconds
	}
	for i := range 2 {
		counts[100+i] = 0 // 20 requests missing
	}
	counts[500] = 0 // 10 missing: may be chance
	rates = counts
	forgetOutages(&counts, &rates)
	require.True(t, math.IsNaN(rates[100]) && math.IsNaN(rates[101]), "two silent minutes where 20 requests were due")
	require.Zero(t, rates[500], "one silent minute where 10 were due")
	require.Equal(t, 10.0, rates[102])
}

func TestAnOutageAroundMidnightIsOne(t *testing.T) {
	var counts, rates [minutesPerDay]float64
	for i := range counts {
		counts[i] = 10
	}
	for _, i := range []int{minutesPerDay - 1, 0, 1} {
		counts[i] = 0
	}
	rates = counts
	forgetOutages(&counts, &rates)
	for _, i := range []int{minutesPerDay - 1, 0, 1} {
		require.True(t, math.IsNaN(rates[i]), "minute %d", i)
	}
}

func TestTheBuiltInDayIsBusyWhereItsServerWasDown(t *testing.T) {
	source, err := Named("nasa-1995-07-13", sim.NewKey(1, 0))
	require.NoError(t, err)
	p, err := ProfileOf(source)
	require.NoError(t, err)
	down, after := p.Rate(19*time.Hour+55*time.Minute), p.Rate(20*time.Hour+30*time.Minute)
	require.Greater(t, down, after/2, "the server was down from 19:42 to 20:09")
}
