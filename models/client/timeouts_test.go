package client_test

import (
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slow has work that outlasts the time-out of an attempt.
func slow(work time.Duration) plan {
	p := simple()
	p.service = constant(work)
	p.arrivals = p.arrivals[:1]
	return p
}

type constant time.Duration

func (c constant) Quantile(float64) time.Duration { return time.Duration(c) }
func (c constant) Mean() (time.Duration, bool)    { return time.Duration(c), true }
func (c constant) String() string                 { return time.Duration(c).String() }

func TestTimeOutsComeAtTheClientsTime(t *testing.T) {
	for _, c := range []struct {
		says     string
		change   func(p *plan)
		took     time.Duration
		attempts int
		cause    request.Cause
		wasted   time.Duration
	}{
		{"an answer in the last moment is an answer", func(p *plan) { p.service = constant(8*time.Second - p.rtt) },
			8 * time.Second, 1, request.None, 0},
		{"an answer a moment later is not", func(p *plan) { p.service = constant(8*time.Second - p.rtt + 1) },
			8 * time.Second, 1, request.SlowResponse, 0},
		{"work goes on for a client who has left", func(*plan) {}, 8 * time.Second, 1, request.SlowResponse, 10 * time.Second},
		{"a retry is more work for nothing", func(p *plan) { p.rules.Retrying = tokenBucket{attempts: 3, wait: time.Second, start: 9} },
			8*3*time.Second + 3*time.Second, 3, request.SlowResponse, 30 * time.Second},
		{"patience ends an attempt", func(p *plan) { p.rules.Patience = 5 * time.Second }, 5 * time.Second, 1, request.GaveUp, 10 * time.Second},
		{"patience ends the second attempt", func(p *plan) {
			p.rules.Retrying, p.rules.Patience = tokenBucket{attempts: 3, wait: time.Second, start: 9}, 12*time.Second
		}, 12 * time.Second, 2, request.GaveUp, 20 * time.Second},
	} {
		p := slow(10 * time.Second)
		c.change(&p)
		r := play(p)
		require.Len(t, r.tape.settled, 1)
		s := r.tape.settled[0]
		assert.Equal(t, c.took, s.Ended.Sub(s.Arrived), c.says)
		assert.Equal(t, c.attempts, s.Attempts, c.says)
		assert.Equal(t, c.cause, s.Cause, c.says)
		assert.Equal(t, c.wasted, r.tape.wasted, c.says)
	}
}

func TestWaitingIsToldFromSlowness(t *testing.T) {
	p := simple()
	p.pools[0].Servers, p.pools[0].QueueCapacity = 1, 20
	p.arrivals = every(0, 12, 1)
	r := play(p)
	// One server, a second each: 7 are answered within 8 s, the others wait too long.
	assert.Equal(t, map[request.Cause]int{request.None: 7, request.TimedOutInQueue: 5}, r.tape.causes())
	assert.Equal(t, 4*time.Second, r.tape.wasted, "four are served after their clients have left; the fifth's answer was on its way")
}

func TestABackendWithoutPlacesRefuses(t *testing.T) {
	p := simple() // four servers, 32 places
	p.arrivals = every(0, 50, 1)
	p.rules.Timeout, p.rules.Patience = time.Minute, time.Hour
	assert.Equal(t, map[request.Cause]int{request.None: 36, request.OverloadPrimary: 14}, play(p).tape.causes())
	p.arrivals = every(0, 50, 1)
	p.endpoints = []policy.Endpoint{{Rank: 2, Weight: 1}, {Rank: 1, Weight: 1}}
	p.lbs = []balancer.LB{p.lbs[0], p.lbs[0]}
	r := play(p)
	assert.Equal(t, map[request.Cause]int{request.None: 36, request.OverloadSurvivor: 14}, r.tape.causes(), "away from home it is the survivor's")
	for _, s := range r.tape.settled {
		assert.True(t, s.FailedOver)
	}
}

func TestTheSurgeQueueDelaysThenRefuses(t *testing.T) {
	p := simple()
	p.pools[0].Servers = 1000
	p.lbs[0].NodePerSecond, p.limits.Burst, p.limits.SurgeCapacity = 1, 10*time.Second, 5
	p.arrivals = every(0, 20, 1)
	r := play(p)
	assert.Equal(t, map[request.Cause]int{request.None: 15, request.SurgeQueueFull: 5}, r.tape.causes())
	longest := time.Duration(0)
	for _, s := range r.tape.settled {
		longest = max(longest, s.Ended.Sub(s.Arrived))
	}
	assert.Equal(t, 5*time.Second+time.Second+30*time.Millisecond, longest, "the last in the surge queue waits five turns of a second")

	p.limits.SurgeCapacity, p.arrivals, p.rules.Timeout = 100, every(0, 30, 1), 7500*time.Millisecond
	r = play(p)
	assert.Equal(t, map[request.Cause]int{request.None: 16, request.TimedOutInSurgeQueue: 14}, r.tape.causes(), "who would wait for too long hangs up")
	assert.Equal(t, time.Second, r.tape.wasted, "and costs no server anything, but for one who just got through")
}

func TestWorkInALostPlaceIsLost(t *testing.T) {
	lostRegion := func(cause request.Cause) func(r *rig, now sim.Time) {
		return func(r *rig, now sim.Time) { r.plane.LoseRegion(now, 0, cause, balancer.Machine, true) }
	}
	for _, c := range []struct {
		says  string
		lose  func(r *rig, now sim.Time)
		ended sim.Time
		cause request.Cause
	}{
		{"the backend's zone: an error, a round trip later", func(r *rig, now sim.Time) { r.plane.LoseZone(now, 0, 0, balancer.Mixed, true) }, seconds(1.53), request.ZoneDown},
		{"another zone: nothing", func(r *rig, now sim.Time) { r.plane.LoseZone(now, 0, 1, balancer.Mixed, true) }, seconds(4.03) + 1, request.None},
		{"the region: silence until the time-out", lostRegion(request.RegionDown), seconds(8) + 1, request.RegionDown},
		{"the provider: the same", lostRegion(request.ProviderDown), seconds(8) + 1, request.ProviderDown},
		{"a region whose answer is on its way: nothing", func(r *rig, now sim.Time) {
			r.at(seconds(4.01), func(now sim.Time) { lostRegion(request.RegionDown)(r, now) })
		},
			seconds(4.03) + 1, request.None},
	} {
		p := slow(4 * time.Second)
		p.regions, p.pools[0].Zones = []int{2}, 2 // fewest begins with the backend in zone 0
		r := build(p)
		r.at(seconds(1.5), func(now sim.Time) { c.lose(r, now) })
		r.finish()
		s := r.tape.settled[0]
		assert.Equal(t, c.cause, s.Cause, c.says)
		assert.Equal(t, c.ended, s.Ended, c.says)
		assert.Zero(t, r.tape.wasted, "%s: what is lost is not wasted", c.says)
	}
}

func TestALostAttemptIsTriedAgain(t *testing.T) {
	p := slow(4 * time.Second)
	p.regions, p.pools[0].Zones = []int{2}, 2
	p.rules.Retrying = tokenBucket{attempts: 3, start: 9}
	r := build(p)
	r.at(seconds(1.5), func(now sim.Time) { r.plane.Gray(now, 0, balancer.Gray{Errors: 0, Slow: 0.5}, true) })
	r.at(seconds(2), func(now sim.Time) { r.plane.LoseZone(now, 0, 0, balancer.Mixed, true) })
	r.at(seconds(2.01), func(now sim.Time) { r.plane.LoseZone(now, 0, 0, balancer.Mixed, false) })
	r.finish()
	s := r.tape.settled[0]
	assert.Equal(t, 2, s.Attempts)
	assert.Equal(t, request.None, s.Cause)
	assert.Equal(t, seconds(4.06), s.Ended, "a round trip to know, then the quicker service and another one")
}
