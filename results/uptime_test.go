package results

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/record"
	"failsim/models/request"
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
	assert.InDelta(t, 1-6.0/15, u[0], 1e-12)
	assert.InDelta(t, 0.9, u[1], 1e-12)
	assert.True(t, math.IsNaN(u[2]), "the run has no six hours")
}

func TestBurnRateAlerts(t *testing.T) {
	l := Layout{Populations: []string{"tv"}, Length: 26 * time.Hour, Onset: at(600), Availability: 0.999}.Filled()
	// From minute 600 on 2 % fail: 20 times the budget. Over the last hour that is 14.4 times after 43.2 minutes.
	c := courseOf(l, stretch{600, 1000, 0}, stretch{960, 1000, 20})
	b := burnsOf(c, &l)
	assert.Equal(t, 44*60.0, b[0])
	assert.Equal(t, 108*60.0, b[1], "6 times over six hours")
	assert.True(t, math.IsNaN(burnsOf(courseOf(l, stretch{1560, 1000, 0}), &l)[0]))
}

func TestHarmThatOutlivesItsTrigger(t *testing.T) {
	s := tell(oneHour())
	s.t.Marked(at(20), record.FaultEnded, -1)
	for minute := range 60 {
		cause := request.None
		if minute >= 10 && minute < 30 {
			cause = request.OverloadPrimary
		}
		for i := range 20 {
			s.ask(0, request.User(i), float64(minute), cause)
		}
	}
	assert.Equal(t, 600.0, s.t.Run().BadAfterFault)
}
