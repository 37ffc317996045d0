package counted

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/statistics"
)

// Four requests: one answered at once, one at the third attempt, one whose
// attempts met silence, one whose answers came after the user had hung up.
func TestServersSeeOtherThanUsers(t *testing.T) {
	s := report(oneHour())
	for i, o := range []record.Settlement{
		{Attempts: 1, Taken: 1, Served: 1, Work: 1e9},
		{Attempts: 3, Taken: 3, Served: 1, Work: 1e9},
		{Attempts: 2, Cause: request.RegionDown},
		{Attempts: 2, Taken: 2, Served: 2, Work: 2e9, Cause: request.SlowResponse},
	} {
		o.User, o.Arrived, o.Ended = request.User(i), at(20), at(20)+1e9
		s.t.Arrived(0, o.User, o.Arrived)
		s.t.Settled(&o)
	}
	s.t.Wasted(0, 1e9)
	s.t.Wasted(0, 1e9)
	require.NoError(t, s.t.Check())
	r := s.t.Run()
	assert.Equal(t, 0.5, r.Availability, "two of four users")
	assert.InDelta(t, 4.0/6, r.ServerSide, 1e-12, "four right answers to six attempts in the logs")
	assert.Equal(t, 2.0, r.RetryAmplification, "eight attempts for four requests")
	assert.Equal(t, 0.5, r.WastedShare, "two seconds of four")
	assert.Equal(t, r.ServerSide, r.Populations[0].ServerSide)
	assert.True(t, report(oneHour()).t.Run().ServerSide != report(oneHour()).t.Run().ServerSide, "no log, no figure")
}

// Two zones of three for ten minutes, then one for five.
func TestZonesLostAreIntegrated(t *testing.T) {
	s := report(oneHour())
	s.t.ZonesLost(at(12), 0, 2, 3)
	s.t.ZonesLost(at(22), 0, 1, 3)
	s.t.ZonesLost(at(27), 0, 0, 3)
	r := s.t.Run()
	assert.InDelta(t, 2.0/3, r.Zones.Worst().PeakShare, 1e-12)
	assert.InDelta(t, 2*10+1*5, r.Zones.LBMinutes(), 1e-9)
	assert.Zero(t, r.Damage.LBMinutes(), "a zone is no LB")
}

// Of the region's ten LBs four are the tenant's; of those two are misconfigured for
// five minutes and one for ten more.
func TestTheTenantsOwnLBsAreFollowedApart(t *testing.T) {
	s := report(oneHour())
	s.t.FleetChanged(at(15), record.Fleet{LBs: 10, Misconfigured: 3, Own: 4, OwnMisconfigured: 2})
	s.t.FleetChanged(at(20), record.Fleet{LBs: 10, Misconfigured: 3, Own: 4, OwnMisconfigured: 1})
	s.t.FleetChanged(at(30), record.Fleet{LBs: 10, Own: 4})
	r := s.t.Run()
	assert.Equal(t, 0.5, r.Own.Worst().PeakShare)
	assert.InDelta(t, 2*5+1*10, r.Own.LBMinutes(), 1e-9)
	assert.InDelta(t, 3*15, r.Damage.LBMinutes(), 1e-9)
}

// Nine requests fail in one minute and one is good in another: by request that
// is a tenth, by minute a half. Ten requests an hour, nine of which fail: a full
// outage of 54 minutes, of the 3 days that 90 % allow in 30. Three were answered
// elsewhere than at home.
func TestRatiosOfTenRequests(t *testing.T) {
	s := report(oneHour())
	for i := range 9 {
		o := record.Settlement{User: request.User(i), Arrived: at(20), Ended: at(20) + 1, Attempts: 1, Cause: request.RegionDown, FailedOver: i < 3}
		s.t.Arrived(0, o.User, o.Arrived)
		s.t.Settled(&o)
	}
	s.ask(0, 0, 30, request.None)
	r := s.t.Run()
	assert.InDelta(t, 0.1, r.Availability, 1e-12)
	assert.InDelta(t, 0.5, r.TimeWeighted, 1e-12)
	assert.InDelta(t, 54, r.OutageMinutes, 1e-9)
	assert.InDelta(t, 54.0/(3*24*60), r.ErrorBudgetBurned, 1e-12)
	assert.InDelta(t, 0.3, r.FailedOver, 1e-12)
	assert.Equal(t, 9.0, r.UserMinutesLost)
	assert.Equal(t, 10.0, r.UserMinutesAsked)
}

func TestNoQuantileOfTooFewAnswers(t *testing.T) {
	for n, known := range map[int]bool{367: false, 368: true} {
		s := report(oneHour())
		for i := range n {
			s.ask(0, request.User(i), 20, request.None)
		}
		assert.Equal(t, known, statistics.Number(s.t.Run().LatencyP99).Known(), "%d answers", n)
	}
}
