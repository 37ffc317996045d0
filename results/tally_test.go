package results

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// at turns minutes into an instant.
func at(minutes float64) sim.Time { return sim.Time(minutes * float64(time.Minute)) }

// story drives a tally by hand.
type story struct{ t Tally }

func tell(l Layout) *story {
	s := &story{}
	s.t.Reset(l)
	return s
}

// ask tells a request of user u at a minute that ends a second later.
func (s *story) ask(p request.Population, u request.User, minute float64, cause request.Cause) {
	s.t.Arrived(p, u, at(minute))
	s.settle(p, u, minute, cause, time.Second)
}

func (s *story) settle(p request.Population, u request.User, minute float64, cause request.Cause, took time.Duration) {
	s.t.Settled(&record.Settlement{
		Population: p, User: u, Arrived: at(minute), Ended: at(minute).Add(took), Attempts: 1, Cause: cause, Bytes: 100,
	})
}

// oneHour is a layout of one population and one region, with a fault at ten
// minutes. Its objective needs ten requests to tell.
func oneHour() Layout {
	return Layout{
		Populations: []string{"tv"}, UsersPerPopulation: []int{10}, Regions: []string{"east"},
		Start:  time.Date(2012, 12, 24, 12, 0, 0, 0, time.FixedZone("PST", -8*3600)),
		Length: time.Hour, Onset: at(10), Availability: 0.9, Hold: 5 * time.Minute, Recovery: 10 * time.Minute,
	}
}

func TestRequestsAreCountedWhereTheyArrive(t *testing.T) {
	s := tell(oneHour())
	s.ask(0, 1, 5, request.None)
	s.ask(0, 2, 59.99, request.LBMisconfigured) // ends after the run's last minute
	s.t.Arrived(0, 3, at(20))                   // still in flight at the end
	require.NoError(t, s.t.Check())
	r := s.t.Run()
	assert.Equal(t, int64(3), r.Requests.Arrived)
	assert.Equal(t, int64(1), r.Requests.Succeeded())
	assert.Equal(t, int64(1), r.Requests.Failed())
	assert.Equal(t, int64(1), r.Requests.InFlight)
	assert.Equal(t, int64(1), r.Requests.Ended[request.LBMisconfigured])
	assert.Equal(t, 0.5, r.Availability)
	assert.Equal(t, 0.0, r.AvailabilityFromOnset)
	assert.Equal(t, 0.5, r.TimeWeighted)
	assert.Equal(t, 1.0, r.RetryAmplification)
}
