package station_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/station"
	"failsim/sim"
)

// Without a burst it is one server whose work always takes as long, which is known
// otherwise: it would be caught if a wait counted the request itself, or the queue the
// one that is served.
func TestARateIsOneServerOfConstantWork(t *testing.T) {
	const perSecond, places = 8, 5
	work, arrivals := time.Second/perSecond, sim.NewKey(3, 0)
	var rated station.Rated
	rated.Rate(0, perSecond, 0)
	server, now, waited, refused := station.New(1, places), sim.Time(0), 0, 0
	for i := range uint64(2000) {
		now = now.Add(time.Duration(arrivals.Float64(i) * 0.22e9))
		seen, there := rated.Wait(now, places)
		wait, ok := rated.Offer(now, places)
		start, _, taken := server.Offer(now, work)
		require.Equal(t, taken, ok, i)
		require.Equal(t, [2]any{wait, ok}, [2]any{seen, there}, "who only looks meets the same")
		if !ok {
			refused++
			continue
		}
		require.InDelta(t, start.Sub(now), wait, 1000, i)
		if wait > 0 {
			waited++
		}
	}
	assert.Greater(t, waited, 500)
	assert.Greater(t, refused, 50)
}

func TestABurstIsTakenInAndANewRateWorksOffWhatIsThere(t *testing.T) {
	var r station.Rated
	_, ok := r.Offer(0, 100)
	assert.False(t, ok, "it has no rate yet")
	r.Rate(0, 10, 3*time.Second)
	for range 30 {
		wait, ok := r.Offer(0, 2)
		require.True(t, ok && wait == 0, "3 s of 10 a second are its room")
	}
	wait, _ := r.Offer(0, 2)
	assert.Equal(t, 100*time.Millisecond, wait)
	r.Rate(sim.Time(0).Add(100*time.Millisecond), 5, 6*time.Second) // 30 are there, as many as its room
	wait, _ = r.Offer(sim.Time(0).Add(100*time.Millisecond), 2)
	assert.Equal(t, 200*time.Millisecond, wait)
	_, ok = r.Offer(sim.Time(0).Add(100*time.Millisecond), 1)
	assert.False(t, ok, "two would wait where one may")
}
