package study

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/distribution"
	"failsim/models/world"
	"failsim/models/world/scenario"
)

// Two populations of two places, a simulated request standing for ten. One is
// replayed: 60 requests in its first minute, 180 in its second. The other asks
// twice a second.
func TestWhatARunOffers(t *testing.T) {
	s := &scenario.Scenario{Start: time.Date(2026, 3, 4, 20, 13, 0, 0, time.UTC), Weight: 10,
		Workload: []scenario.Population{{Name: "tv", Location: "here"}, {Name: "web", Location: "there"}},
		Service:  scenario.Service{Time: distribution.Constant(1200 * time.Millisecond)}}
	w := &Workload{Scenario: s, start: s.Start, means: []float64{2, 2}, days: []float64{1.5, 2}, counted: [][]float64{{60, 180}, nil}}
	w.profiles = append(w.profiles, nil, nil)
	o := w.offered(2 * time.Minute)
	assert.InDelta(t, 40, float64(o.MeanPerSecond), 1e-9, "(60 + 180 + 240) x 10 in 120 s")
	assert.InDelta(t, 50, float64(o.BusiestPerSecond), 1e-9, "(180 + 120) x 10 in 60 s")
	assert.Equal(t, "20:14", o.BusiestAt.Format("15:04"))
	assert.InDelta(t, 35, float64(o.DayPerSecond), 1e-9)

	pools := []world.Pool{{Location: "here", Servers: 6, Busy: 99}, {Location: "there", Servers: 6, Busy: 99}}
	loaded := w.loaded(pools, 2*time.Minute)
	assert.InDelta(t, 3.6, loaded[0].Busy, 1e-9, "three a second, of 1.2 s")
	assert.InDelta(t, 2.4, loaded[1].Busy, 1e-9)
	assert.Equal(t, 99.0, pools[0].Busy, "those of others stay as they are")
	assert.InDelta(t, 10/1.2, w.serves(), 1e-9)
}

// rate is the mean of a trace's day, peak its largest rate; a day before the run
// has as many requests as the mean says.
func TestAPeakIsTheLargestRateOfTheDay(t *testing.T) {
	for _, c := range []struct{ perSecond, peak float64 }{{perSecond: 30}, {peak: 30}} {
		s := founding(t, 1)
		s.Weight = 1
		s.Workload[0].Trace.PerSecond, s.Workload[0].Trace.PeakPerSecond = c.perSecond, c.peak
		w, err := Prepare(s, 1, nil)
		require.NoError(t, err)
		sum, most := 0.0, 0.0
		for _, n := range w.dayBefore()[0] {
			sum, most = sum+n, max(most, n/60)
		}
		if c.peak > 0 {
			assert.InDelta(t, 30, most, 0.1)
			assert.Less(t, sum/86400, 15.0, "its mean is far lower")
		} else {
			assert.InDelta(t, 30, sum/86400, 1e-6)
			assert.Greater(t, most, 60.0)
		}
		assert.InDelta(t, s.Workload[0].Trace.PerSecond, sum/86400, 1e-6, "what else asks for the rate gets the mean")
	}
}
