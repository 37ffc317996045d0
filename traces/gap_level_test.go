package traces

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

// steadyMinutes are the minutes of Poisson arrivals of one rate per second.
func steadyMinutes(key sim.Key, perSecond float64, length time.Duration) (all []Minute) {
	at := 0.0
	for k := uint64(0); ; k++ {
		at -= math.Log(key.Float64(k)) / perSecond
		if at >= length.Seconds() {
			return all
		}
		minute := int64(at/60) * minuteWidth
		if n := len(all); n == 0 || all[n-1].At != minute {
			all = append(all, Minute{At: minute})
		}
		all[len(all)-1].Requests++
	}
}

func TestArrivalsOfASteadyRateHaveNoGapsHoweverRareTheyAre(t *testing.T) {
	const weeks = 12 * 7 * day
	found := 0
	for k, perSecond := range []float64{1. / 21600, 1. / 3600, 1. / 1200, 1. / 300, 1. / 60, 3. / 60, 1} {
		for again := range uint64(3) {
			got := gaps(steadyMinutes(sim.NewKey(again, k), perSecond, weeks), time.Second)
			t.Logf("%g/s: %v", perSecond, got)
			found += len(got)
		}
	}
	require.LessOrEqual(t, found, 1)
}

func TestAHoleOfTenMinutesInOneRequestASecondIsSeen(t *testing.T) {
	from, to := int64(40*time.Hour), int64(40*time.Hour+10*time.Minute)
	var all []Minute
	for _, m := range steadyMinutes(sim.NewKey(1, 1), 1, 14*day) {
		if m.At < from || m.At >= to {
			all = append(all, m)
		}
	}
	got := gaps(all, time.Second)
	require.Len(t, got, 1)
	require.Equal(t, []int64{from, to}, []int64{got[0].Start.UnixNano(), got[0].End.UnixNano()})
	require.InEpsilon(t, 600, got[0].Missing, 0.05)
}

func TestAHoleOfFiveDaysInOneRequestAnHourIsSeen(t *testing.T) {
	from, to := int64(40*day), int64(45*day)
	var all []Minute
	for _, m := range steadyMinutes(sim.NewKey(1, 1), 1./3600, 84*day) {
		if m.At < from || m.At >= to {
			all = append(all, m)
		}
	}
	got := gaps(all, time.Second)
	require.Len(t, got, 1)
	require.LessOrEqual(t, got[0].Start.UnixNano(), from)
	require.GreaterOrEqual(t, got[0].End.UnixNano(), to)
	require.InEpsilon(t, 120, got[0].Missing, 0.5)
}

func TestNightsAndWeekendsAreNoGaps(t *testing.T) {
	var all []Minute
	for _, m := range steadyMinutes(sim.NewKey(1, 1), 10./60, 84*day) {
		date, hour := m.At/int64(day), m.At%int64(day)/int64(time.Hour)
		if date%7 < 5 && hour >= 8 && hour < 18 {
			all = append(all, m)
		}
	}
	require.Empty(t, gaps(all, time.Second))
}

func TestThreeRequestsTellNoRate(t *testing.T) {
	require.Empty(t, gaps([]Minute{{At: 0, Requests: 1}, {At: int64(24 * time.Hour), Requests: 1}, {At: int64(54 * time.Hour), Requests: 1}}, time.Second))
}
