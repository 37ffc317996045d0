package counted

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/figures"
)

// dayOf returns a day of so many requests a minute in each of its halves.
func dayOf(first, second float64) [][]float64 {
	day := make([]float64, 24*60)
	for w := range day {
		day[w] = first
		if w >= 12*60 {
			day[w] = second
		}
	}
	return [][]float64{day}
}

// An objective of 99.9 %, a fault after ten hours of a run of 26.
func burning() Layout {
	return Layout{Populations: []string{"tv"}, Length: 26 * time.Hour, Onset: at(600), Availability: 0.999}.Filled()
}

func alerts(l Layout, stretches ...stretch) Burns {
	c := courseOf(l, stretches...)
	return burnsOf(c, historyOf(&l, -1, c), &l)
}

func TestBurnRateAlertsHaveTheirWholeWindows(t *testing.T) {
	l := burning()
	// From minute 600 on 2 % fail: 20 times the budget.
	b := alerts(l, stretch{600, 1000, 0}, stretch{960, 1000, 20})
	assert.Equal(t, 44*60.0, b[0], "14.4 times over an hour after 43.2 minutes")
	assert.Equal(t, 108*60.0, b[1], "6 times over six hours")
	assert.Equal(t, 216*60.0, b[2], "once over three days, of which the run has seen only a part")

	b = alerts(l, stretch{600, 1000, 0}, stretch{200, 1000, 20}, stretch{760, 1000, 0})
	assert.True(t, math.IsNaN(b[2]), "200 minutes of it are less than three days' budget, however short the run")
	b = alerts(l, stretch{1560, 1000, 0})
	assert.True(t, math.IsNaN(b[0]) && math.IsNaN(b[1]) && math.IsNaN(b[2]))
}

func TestTheTimeBeforeARunHasItsOwnRate(t *testing.T) {
	// The onset is the start. A day before has 500 requests a minute, then 1500; three have as many as at 1000.
	l := burning()
	l.Onset, l.Day = 0, dayOf(500, 1500)
	// 2 % of 1000 fail. Six hours: 20m >= 6 * 0.001 * (1000m + 1500(360-m)), so 23m >= 3240, m = 140.9. Three days at
	// minute m: what falls out of the window is the first half of a day, so
	// 20m >= 0.001 * (1000m + 4,320,000 - 500m), m = 221.5.
	b := alerts(l, stretch{1560, 1000, 20})
	assert.Equal(t, []float64{141 * 60, 222 * 60}, b[1:])
	assert.Equal(t, 1000.0, historyOf(&l, 0, courseOf(l, stretch{1560, 1, 0})).perMinute)
}

// 1 % of a day's 1,440,000 requests are the minutes of a full outage 14.4; what
// the run is long or busy does not matter.
func TestOutageMinutesDoNotDependOnTheRun(t *testing.T) {
	for _, length := range []time.Duration{8 * time.Hour, 26 * time.Hour} {
		l := burning()
		l.Length, l.Day = length, dayOf(500, 1500)
		c := courseOf(l, stretch{60, 600, 240}, stretch{int(length/time.Minute) - 60, 600, 0})
		p := Part{Requests: Requests{}}
		p.Requests.Ended[1] = 14_400
		p.conclude(c, &l, historyOf(&l, 0, c), &figures.Histogram{}, work{}, math.MaxInt64)
		assert.InDelta(t, 14.4, p.OutageMinutes, 1e-9)
		assert.InDelta(t, 14.4/43.2, p.ErrorBudgetBurned, 1e-9, "of 43.2 minutes in 30 days")
	}
}

func TestALayoutsDayIsADay(t *testing.T) {
	l := burning()
	l.Day = [][]float64{make([]float64, 60)}
	assert.ErrorContains(t, l.Validate(), "60 windows of a day before the run for population 0")
}
