package client_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/client"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryRequestHasOneOutcome(t *testing.T) {
	r := build(simple())
	r.run(seconds(10))
	assert.Equal(t, 20, r.tape.arrived)
	assert.Equal(t, r.tape.arrived, len(r.tape.settled)+r.clients.InFlight())
	assert.Positive(t, r.clients.InFlight())
	r.finish()
	assert.Equal(t, 100, r.tape.arrived)
	assert.Len(t, r.tape.settled, 100)
	assert.Zero(t, r.clients.InFlight())
	seen := map[sim.Time]bool{}
	for _, s := range r.tape.settled {
		assert.False(t, seen[s.Arrived], "an outcome is told once")
		seen[s.Arrived] = true
		assert.Equal(t, time.Second+30*time.Millisecond, s.Ended.Sub(s.Arrived), "service and round trip")
		assert.Equal(t, 1, s.Attempts)
		assert.True(t, s.Good())
	}
}

func TestAnErrorOfATraceIsTold(t *testing.T) {
	r := play(simple())
	assert.NoError(t, r.clients.Err())
	r.trace.err = errors.New("the disk is gone")
	assert.EqualError(t, r.clients.Err(), "the disk is gone")
}

func misconfigured(p plan) plan {
	p.lbs[0].Targets = false
	return p
}

// TestRetriesObeyTheirStrategyInNumber has every attempt fail at once.
func TestRetriesObeyTheirStrategyInNumber(t *testing.T) {
	const requests = 100
	for _, c := range []struct {
		says     string
		retrying purse
		attempts int // in all
	}{
		{"no retries", once, requests},
		{"two retries each, from a full purse", purse{attempts: 3, start: 1000}, 3 * requests},
		{"the purse of the start, and no more", purse{attempts: 3, start: 17}, requests + 17},
		{"a fifth of a retry earned by each first attempt", purse{attempts: 10, earns: 0.2}, requests + requests/5},
		{"both", purse{attempts: 10, start: 5, earns: 0.25}, requests + 5 + requests/4},
		{"an empty purse", purse{attempts: 10}, requests},
	} {
		p := misconfigured(simple())
		p.rules.Retrying = c.retrying
		r := play(p)
		assert.Equal(t, c.attempts, r.tape.attempts(), c.says)
		assert.Equal(t, map[request.Cause]int{request.LBMisconfigured: requests}, r.tape.causes(), c.says)
	}
}

func TestEveryNameHasAPurseOfItsOwn(t *testing.T) {
	p := misconfigured(simple())
	p.names, p.populations[0].Names = 2, 2
	p.rules.Retrying = purse{attempts: 1000, start: 30}
	r := play(p)
	assert.Equal(t, 100+2*30, r.tape.attempts())
}

func TestACalmBeforeTheRunFillsThePurse(t *testing.T) {
	p := misconfigured(simple())
	p.rules.Retrying = purse{attempts: 10, earns: 0.25}
	r := build(p)
	r.clients.Before(0, 40)
	r.finish()
	assert.Equal(t, 100+100/4+40/4, r.tape.attempts())
}

func TestRetriesWaitFromWhenTheClientLearnt(t *testing.T) {
	p := misconfigured(simple())
	p.arrivals = p.arrivals[:1]
	p.rules.Retrying = purse{attempts: 4, wait: time.Second, start: 10}
	s := play(p).tape.settled[0]
	assert.Equal(t, 4*30*time.Millisecond+(1+2+4)*time.Second, s.Ended.Sub(s.Arrived), "four round trips, and the waits between them")
	assert.Equal(t, 4, s.Attempts)

	p.rules.Retrying = purse{attempts: 1000, wait: time.Second, start: 1000}
	p.arrivals = simple().arrivals[:1]
	s = play(p).tape.settled[0]
	assert.Equal(t, 6, s.Attempts, "waits of 1, 2, 4, 8 and 16 s fit into a patience of 45 s")
	assert.Equal(t, 6*30*time.Millisecond+31*time.Second, s.Ended.Sub(s.Arrived), "who will not be there for the next attempt is told at once")
	assert.Equal(t, request.LBMisconfigured, s.Cause)
}

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
		{"a retry is more work for nothing", func(p *plan) { p.rules.Retrying = purse{attempts: 3, wait: time.Second, start: 9} },
			8*3*time.Second + 3*time.Second, 3, request.SlowResponse, 30 * time.Second},
		{"patience ends an attempt", func(p *plan) { p.rules.Patience = 5 * time.Second }, 5 * time.Second, 1, request.GaveUp, 10 * time.Second},
		{"patience ends the second attempt", func(p *plan) {
			p.rules.Retrying, p.rules.Patience = purse{attempts: 3, wait: time.Second, start: 9}, 12*time.Second
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
	p.pools[0].Servers, p.pools[0].Places = 1, 20
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
	p.lbs[0].NodePerSecond, p.limits.Burst, p.limits.SurgePlaces = 1, 10*time.Second, 5
	p.arrivals = every(0, 20, 1)
	r := play(p)
	assert.Equal(t, map[request.Cause]int{request.None: 15, request.SurgeQueueFull: 5}, r.tape.causes())
	longest := time.Duration(0)
	for _, s := range r.tape.settled {
		longest = max(longest, s.Ended.Sub(s.Arrived))
	}
	assert.Equal(t, 5*time.Second+time.Second+30*time.Millisecond, longest, "the last in the surge queue waits five turns of a second")

	p.limits.SurgePlaces, p.arrivals, p.rules.Timeout = 100, every(0, 30, 1), 7500*time.Millisecond
	r = play(p)
	assert.Equal(t, map[request.Cause]int{request.None: 16, request.TimedOutInSurgeQueue: 14}, r.tape.causes(), "who would wait for too long hangs up")
	assert.Equal(t, time.Second, r.tape.wasted, "and costs no server anything, but for one who just got through")
}

func TestWorkInALostPlaceIsLost(t *testing.T) {
	lostRegion := func(cause request.Cause) func(r *rig, now sim.Time) {
		return func(r *rig, now sim.Time) { r.plane.LoseRegion(now, 0, cause, true) }
	}
	for _, c := range []struct {
		says  string
		lose  func(r *rig, now sim.Time)
		ended sim.Time
		cause request.Cause
	}{
		{"the backend's zone: an error, a round trip later", func(r *rig, now sim.Time) { r.plane.LoseZone(now, 0, 0, true) }, seconds(1.53), request.ZoneDown},
		{"another zone: nothing", func(r *rig, now sim.Time) { r.plane.LoseZone(now, 0, 1, true) }, seconds(4.03) + 1, request.None},
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
	p.rules.Retrying = purse{attempts: 3, start: 9}
	r := build(p)
	r.at(seconds(1.5), func(now sim.Time) { r.plane.Gray(now, 0, balancer.Gray{Errors: 0, Slow: 0.5}, true) })
	r.at(seconds(2), func(now sim.Time) { r.plane.LoseZone(now, 0, 0, true) })
	r.at(seconds(2.01), func(now sim.Time) { r.plane.LoseZone(now, 0, 0, false) })
	r.finish()
	s := r.tape.settled[0]
	assert.Equal(t, 2, s.Attempts)
	assert.Equal(t, request.None, s.Cause)
	assert.Equal(t, seconds(4.06), s.Ended, "a round trip to know, then the quicker service and another one")
}

// identity is what follows from who asks.
type identity struct {
	population request.Population
	user       request.User
	arrived    sim.Time
}

func identities(t *tape) map[identity]int {
	all := map[identity]int{}
	for _, s := range t.settled {
		all[identity{s.Population, s.User, s.Arrived}]++
	}
	return all
}

func TestWhoAsksIsTheSameWhateverTheDesign(t *testing.T) {
	plain := func() plan {
		p := simple()
		p.populations = []client.Population{{Name: "tv", Users: 300, Names: 3}, {Name: "web", Users: 50, FirstName: 3, Names: 2}}
		p.names, p.shares = 5, []float64{0.7, 0.3}
		p.arrivals = every(10*time.Millisecond, 3000, 1)
		p.pools[0].Servers = 200
		return p
	}
	want := identities(play(plain()).tape)
	require.Len(t, want, 3000)
	for _, c := range []struct {
		says   string
		change func(p *plan)
	}{
		{"another TTL", func(p *plan) { p.ttl = time.Hour }},
		{"retries and errors", func(p *plan) {
			p.lbs[0].Targets, p.rules.Retrying = false, purse{attempts: 3, wait: time.Second, start: 1e6}
		}},
		{"another endpoint", func(p *plan) {
			p.lbs = []balancer.LB{p.lbs[0], p.lbs[0]}
			p.endpoints = []policy.Endpoint{{Rank: 1, Weight: 1}, {Rank: 1, Weight: 1}}
		}},
		{"fewer servers", func(p *plan) { p.pools[0].Servers = 2 }},
	} {
		p := plain()
		c.change(&p)
		assert.Equal(t, want, identities(play(p).tape), c.says)
	}
}

func TestDemandIsSplitOverPopulationsByShare(t *testing.T) {
	const n = 20_000
	for _, named := range []bool{false, true} {
		p := simple()
		p.populations = []client.Population{{Name: "a", Users: 500, Names: 1}, {Name: "b", Users: 500, Names: 1, FirstName: 1}, {Name: "c", Users: 500, Names: 1, FirstName: 2}}
		p.names = 3
		p.shares = []float64{0.6, 0.3, 0.1}
		p.pools[0].Servers = 1000
		p.arrivals = every(time.Millisecond, n, 1)
		clients := sim.NewKey(9, 0)
		if named {
			for i := range p.arrivals {
				p.arrivals[i].Client, p.arrivals[i].HasClient = clients.Uint64(clients.Uint64(uint64(i))%2000), true
			}
		}
		r := play(p)
		counts := [3]float64{}
		for _, s := range r.tape.settled {
			counts[s.Population]++
			require.Less(t, int(s.User), 500)
		}
		draws := n
		if named {
			draws = 2000 // a client of the trace is always of the same population
		}
		for i, share := range p.shares {
			assert.InDelta(t, share, counts[i]/n, 4*math.Sqrt(share*(1-share)/float64(draws))*1.1, "population %d, clients named by the trace: %v", i, named)
		}
	}
}

func TestAClientOfTheTraceIsAlwaysTheSameUser(t *testing.T) {
	p := simple()
	p.populations = []client.Population{{Name: "a", Users: 1 << 20, Names: 1}, {Name: "b", Users: 1 << 20, Names: 1}}
	p.shares = []float64{0.5, 0.5}
	for i := range p.arrivals {
		p.arrivals[i].Client, p.arrivals[i].HasClient = sim.Mix(uint64(i%10)+1), true
		p.arrivals[i].Bytes = uint32(i % 10)
	}
	type who struct {
		population request.Population
		user       request.User
	}
	users := map[uint32]who{}
	for _, s := range play(p).tape.settled {
		w := who{s.Population, s.User}
		if was, ok := users[s.Bytes]; ok {
			assert.Equal(t, was, w)
		}
		users[s.Bytes] = w
	}
	distinct := map[who]bool{}
	for _, w := range users {
		distinct[w] = true
	}
	assert.Len(t, distinct, 10)
}

func TestAStaleAddressIsBlamedOnceDNSSaysOtherwise(t *testing.T) {
	p := misconfigured(simple())
	away := p.lbs[0]
	away.Targets = true
	p.lbs = []balancer.LB{p.lbs[0], away}
	p.endpoints = []policy.Endpoint{{Rank: 1, Weight: 1}, {Rank: 2, Weight: 1}}
	p.arrivals = every(100*time.Millisecond, 2000, 1)
	p.pools[0].Servers = 100
	r := build(p)
	moved := seconds(60)
	r.at(moved, func(now sim.Time) { r.authority.Publish(0, now, []float64{0, 1}) })
	r.finish()
	var before, stale, good int
	for _, s := range r.tape.settled {
		switch {
		case s.Cause == request.LBMisconfigured:
			before++
			assert.Less(t, s.Arrived, moved)
		case s.Cause == request.StaleAddress:
			stale++
			assert.GreaterOrEqual(t, s.Ended, moved)
			assert.Less(t, s.Arrived, moved.Add(p.ttl))
			assert.False(t, s.FailedOver)
		case s.Good():
			good++
			assert.True(t, s.FailedOver)
		}
	}
	assert.Equal(t, 2000, before+stale+good)
	assert.InDelta(t, 300, stale, 60, "half of a TTL's requests")
}

// counter is a strategy of clients that hold a list: it tries the endpoints in
// turn and counts its failures.
type counter struct{ failed *int }

func (counter) Choose(c *policy.Choice, _ policy.Prober) int { return c.Attempt % c.Endpoints }
func (c counter) Failed(*policy.Choice, int)                 { *c.failed++ }
func (counter) HoldsList() bool                              { return true }

func TestClientsWithAListLearnFromEveryFailure(t *testing.T) {
	p := misconfigured(simple())
	away := p.lbs[0]
	away.Targets = true
	p.lbs = []balancer.LB{p.lbs[0], away}
	p.endpoints = []policy.Endpoint{{Rank: 1, Weight: 1}, {Rank: 2, Weight: 1}}
	c := counter{new(int)}
	p.rules.Where, p.rules.Retrying = c, purse{attempts: 2, start: 1000}
	r := play(p)
	assert.Equal(t, map[request.Cause]int{request.None: 100}, r.tape.causes())
	assert.Equal(t, 100, *c.failed)
	assert.Equal(t, 200, r.tape.attempts())
}

func TestARequestDoesNotAllocate(t *testing.T) {
	for _, c := range []struct {
		says   string
		change func(p *plan)
	}{
		{"answered", func(*plan) {}},
		{"refused and retried", func(p *plan) { p.pools[0].Servers, p.rules.Retrying = 1, purse{attempts: 3, wait: 1e9, start: 1e9} }},
		{"timed out", func(p *plan) { p.rules.Timeout = 500 * time.Millisecond }},
		{"held in the surge queue", func(p *plan) { p.lbs[0].NodePerSecond, p.limits.Burst, p.limits.SurgePlaces = 2.1, time.Second, 100 }},
		{"sent by clients that hold a list", func(p *plan) { p.rules.Where = counter{new(int)} }},
		{"told of by an event", func(p *plan) { p.rules.Events = true }},
		{"hedged", func(p *plan) { p.rules.Sending = []any{beside{100 * time.Millisecond}} }},
		{"sent over a connection", func(p *plan) { p.rules.Connecting = pinned{time.Minute, time.Minute} }},
		{"tried again by its LB", func(p *plan) { p.lbRetrying = lb(t, "next-upstream", map[string]string{"answer": "500ms"}) }},
	} {
		p := simple()
		c.change(&p)
		p.arrivals = every(300*time.Millisecond, 20_000, 1)
		r := build(p)
		r.tape.settled = make([]record.Settlement, 0, 20_000)
		now := seconds(1000) // everything has its working size
		r.run(now)
		assert.Zero(t, testing.AllocsPerRun(1000, func() {
			now = now.Add(time.Second)
			r.run(now)
		}), c.says)
	}
}

func TestARunToNeverEndsWithItsTraces(t *testing.T) {
	r := build(simple())
	r.kernel.Run(sim.Never)
	assert.EqualValues(t, 100, r.clients.Arrived())
}

func TestAnLBThatCouldNotBeScaledIsTheCause(t *testing.T) {
	p := simple()
	p.pools[0].Servers = 1000
	p.lbs[0].NodePerSecond, p.limits.Burst, p.limits.SurgePlaces = 1, 10*time.Second, 5
	p.lbs[0].CannotGrow, p.arrivals = true, every(0, 20, 1)
	assert.Equal(t, map[request.Cause]int{request.None: 15, request.CannotScale: 5}, play(p).tape.causes(), "its surge queue is full")
	p.limits.SurgePlaces, p.rules.Timeout = 100, 2500*time.Millisecond
	assert.Equal(t, map[request.Cause]int{request.None: 11, request.CannotScale: 9}, play(p).tape.causes(),
		"or the wait in it too long: of those who wait, turns of a second, one is answered in time")
}
