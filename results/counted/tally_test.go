package counted

import (
	"fmt"
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

func report(l Layout) *story {
	s := &story{}
	s.t.Reset(l)
	return s
}

// ask reports a request of user u at a minute that ends a second later.
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
	s := report(oneHour())
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

func TestConservationIsChecked(t *testing.T) {
	cases := map[string]struct {
		report func(*story)
		want   string
	}{
		"an outcome needs an arrival": {func(s *story) { s.settle(0, 1, 5, request.None, 0) }, "outcomes without an arrival"},
		"an outcome belongs to the window of its arrival": {func(s *story) {
			s.t.Arrived(0, 1, at(5))
			s.settle(0, 1, 7, request.None, 0)
		}, "window 7: 1 outcomes of 0 arrivals"},
		"a request has one outcome": {func(s *story) {
			s.ask(0, 1, 5, request.None)
			s.t.Arrived(0, 2, at(6))
			s.settle(0, 1, 5, request.None, 0)
		}, "window 5: 2 outcomes of 1 arrivals"},
		"no more LBs are misconfigured than there are": {func(s *story) {
			s.t.FleetChanged(at(1), record.Fleet{Misconfigured: 3, LBs: 2})
		}, "3 of 2 LBs misconfigured"},
		"wasted work is not negative": {func(s *story) { s.t.Wasted(0, -5) }, "negative"},
		"a good answer after its user-minute was counted": {func(s *story) {
			s.t.Arrived(0, 1, at(1))
			s.ask(0, 1, 3, request.None)
			s.settle(0, 1, 1, request.None, 3*time.Minute)
		}, "1 answers came later than the patience of 1m0s"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := report(oneHour())
			require.NoError(t, s.t.Check())
			c.report(s)
			assert.ErrorContains(t, s.t.Check(), c.want)
		})
	}
}

func TestUserMinutesLost(t *testing.T) {
	cases := map[string]struct {
		report func(*story)
		lost   float64
		asked  float64
	}{
		"a minute with one failure is lost": {func(s *story) { s.ask(0, 1, 5, request.GaveUp) }, 1, 1},
		"two failures in a minute lose one minute": {func(s *story) {
			s.ask(0, 1, 5, request.GaveUp)
			s.ask(0, 1, 5.5, request.GaveUp)
		}, 1, 1},
		"a retry by hand that succeeds in the same minute saves it": {func(s *story) {
			s.ask(0, 1, 5, request.GaveUp)
			s.ask(0, 1, 5.9, request.None)
		}, 0, 1},
		"success a minute later does not": {func(s *story) {
			s.ask(0, 1, 5, request.GaveUp)
			s.ask(0, 1, 6, request.None)
		}, 1, 2},
		"two users lose two minutes": {func(s *story) {
			s.ask(0, 1, 5, request.GaveUp)
			s.ask(0, 2, 5, request.GaveUp)
		}, 2, 2},
		"the answer counts in the minute of the question, across its end": {func(s *story) {
			s.t.Arrived(0, 1, at(5.9))
			s.ask(0, 1, 6.1, request.GaveUp)
			s.settle(0, 1, 5.9, request.None, 50*time.Second)
		}, 1, 2},
		"a request in flight loses nothing yet":        {func(s *story) { s.t.Arrived(0, 1, at(59)) }, 0, 0},
		"users beyond those announced are counted too": {func(s *story) { s.ask(0, 1000, 5, request.GaveUp) }, 1, 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := report(oneHour())
			c.report(s)
			require.NoError(t, s.t.Check())
			r := s.t.Run()
			assert.Equal(t, c.lost, r.UserMinutesLost)
			assert.Equal(t, c.asked, r.UserMinutesAsked)
			assert.Equal(t, c.lost, s.t.Run().UserMinutesLost, "distilling twice changes nothing")
		})
	}
}

func TestLongerPatienceHasLongerRings(t *testing.T) {
	l := oneHour()
	l.Patience = 3 * time.Minute
	s := report(l)
	s.t.Arrived(0, 1, at(1.9))
	s.ask(0, 1, 3, request.None)
	s.ask(0, 1, 4, request.None)
	s.settle(0, 1, 1.9, request.None, 3*time.Minute)
	require.NoError(t, s.t.Check())
	assert.Equal(t, 3.0, s.t.Run().UserMinutesAsked)
	assert.Equal(t, 0.0, s.t.Run().UserMinutesLost)
}

func TestWeightScalesUserMinutesAndNotRequests(t *testing.T) {
	l := oneHour()
	l.Weight = 50
	s := report(l)
	s.ask(0, 1, 5, request.GaveUp)
	r := s.t.Run()
	assert.Equal(t, 50.0, r.UserMinutesLost)
	assert.Equal(t, int64(1), r.Requests.Arrived)
}

func TestLateAnswersAreGoodButNoGoodput(t *testing.T) {
	l := oneHour()
	l.Latency = 500 * time.Millisecond
	s := report(l)
	s.t.Arrived(0, 1, at(5))
	s.settle(0, 1, 5, request.None, 500*time.Millisecond)
	s.ask(0, 2, 5, request.None) // takes a second
	r := s.t.Run()
	assert.Equal(t, 1.0, r.Availability)
	assert.Equal(t, 0.5, r.Goodput)
	assert.InEpsilon(t, 0.5, r.LatencyP50, 1.0/128)
}

// A fingerprint tells facts, not their order; any fact that differs shows.
func TestFingerprintOfFacts(t *testing.T) {
	run := func(order ...int) string {
		s := report(oneHour())
		for _, i := range order {
			s.ask(0, request.User(i), float64(i), request.Cause(i%3))
		}
		s.t.Alarmed(at(11), record.OfRegion(record.ProviderPeople, 0))
		return s.t.Run().Fingerprint.String()
	}
	assert.Equal(t, run(1, 2, 3), run(3, 1, 2))
	assert.NotEqual(t, run(1, 2, 3), run(1, 2, 4))
	assert.NotEqual(t, run(1, 2, 3), run(1, 2, 3, 3))
}

func TestResetForgetsEverything(t *testing.T) {
	s := report(oneHour())
	s.ask(0, 1, 5, request.GaveUp)
	s.t.FleetChanged(at(1), record.Fleet{Misconfigured: 1, LBs: 2})
	s.t.Alarmed(at(12), record.OfRegion(record.ProviderPeople, 0))
	s.t.Called([]sim.Time{at(12)}, 0, record.Create, true)
	s.t.Reset(oneHour())
	fresh, again := report(oneHour()).t.Run(), s.t.Run()
	assert.Equal(t, *fresh.Timeline, *again.Timeline)
	fresh.Timeline, again.Timeline = nil, nil
	assert.Equal(t, fmt.Sprintf("%+v", fresh), fmt.Sprintf("%+v", again), "as text, since NaN is not equal to itself")
}

func day(users int) Layout {
	return Layout{
		Populations: []string{"tv", "phone"}, UsersPerPopulation: []int{users, users}, Regions: []string{"east", "west"},
		Length: 26 * time.Hour, Onset: at(24), Latency: time.Second,
	}
}

func TestNothingIsAllocatedPerRequest(t *testing.T) {
	var tally Tally
	tally.Reset(day(1000))
	s, batch := record.Settlement{Attempts: 1, Bytes: 1}, make([]record.Answered, 2)
	i := 0
	assert.Zero(t, testing.AllocsPerRun(10_000, func() {
		i++
		s.Population, s.User = request.Population(i%2), request.User(i%1000)
		s.Arrived = sim.Time(i) * sim.Time(time.Second)
		s.Ended, s.Cause = s.Arrived+sim.Time(i), request.Cause(i%int(request.Causes))
		tally.Arrived(s.Population, s.User, s.Arrived)
		tally.Settled(&s)
		for k := range batch {
			batch[k] = record.Answered{Arrived: s.Arrived, Learns: s.Ended, User: s.User, Population: s.Population}
		}
		tally.Answered(batch)
		tally.Wasted(s.Population, 1)
		tally.Called([]sim.Time{s.Ended}, 0, record.Create, true)
		tally.FleetChanged(s.Ended, record.Fleet{Misconfigured: 1, LBs: 2})
		if i < mostMoments {
			tally.Marked(s.Ended, record.Drained, 0)
		}
	}))
	require.NoError(t, tally.Check())
}

// BenchmarkRequest reports answered requests as clients do: many at once.
func BenchmarkRequest(b *testing.B) {
	var tally Tally
	tally.Reset(day(100_000))
	var batch [64]record.Answered
	key := sim.NewKey(1, 0)
	b.ReportAllocs()
	for i := range b.N {
		n, a := i%(1<<20), &batch[i%len(batch)]
		a.User = request.User(key.Uint64(uint64(n)) % 100_000)
		a.Arrived = sim.Time(n) * sim.Time(80*time.Millisecond)
		a.Learns = a.Arrived + sim.Time(40*time.Millisecond) + sim.Time(n)
		if i%len(batch) == len(batch)-1 {
			tally.Answered(batch[:])
		}
		if n == 1<<20-1 {
			tally.Reset(day(100_000))
		}
	}
}

func BenchmarkRun(b *testing.B) {
	var tally Tally
	tally.Reset(day(100_000))
	for range b.N {
		tally.Run()
	}
}
