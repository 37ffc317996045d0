package results

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWindowedUserUptimeIsThatOfTheWorstWindow(t *testing.T) {
	asked, lost := make([]uint32, 120), make([]uint32, 120)
	for m := range asked {
		asked[m] = 10
	}
	for m := 40; m < 46; m++ {
		lost[m] = 10
	}
	u := uptimesOf([][]uint32{asked}, [][]uint32{lost})
	assert.InDelta(t, 1-6.0/15, u[2], 1e-12)
	assert.InDelta(t, 0.9, u[4], 1e-12)
	assert.Equal(t, []float64{0, 0}, u[:2], "a minute and five minutes lie within the outage")
	for i := 1; i <= 4; i++ {
		assert.GreaterOrEqual(t, u[i], u[i-1], "longer windows are never worse")
	}
	assert.True(t, math.IsNaN(u[6]), "the run has no six hours")
}

func TestBurnRateAlerts(t *testing.T) {
	l := Layout{Populations: []string{"tv"}, Length: 26 * time.Hour, Onset: at(600), Availability: 0.999}.Filled()
	// From minute 600 on 2 % fail: 20 times the budget. Over the last hour that is 14.4 times after 43.2 minutes.
	c := courseOf(l, stretch{600, 1000, 0}, stretch{960, 1000, 20})
	b := burnsOf(c, &l)
	assert.Equal(t, 44*60.0, b[0])
	assert.Equal(t, 108*60.0, b[1], "6 times over six hours")
	// The run is shorter than three days, so the rate counts from its start: of 600 + m minutes m fail 2 %, which is
	// 0.1 % after m = 600/19 = 31.6; the last six hours are well above.
	assert.Equal(t, 32*60.0, b[2], "1 time over all that there is")
	assert.True(t, math.IsNaN(burnsOf(courseOf(l, stretch{1560, 1000, 0}), &l)[0]))
}
