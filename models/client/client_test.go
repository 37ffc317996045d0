package client_test

import (
	"errors"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
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
		retrying tokenBucket
		attempts int // in all
	}{
		{"no retries", once, requests},
		{"two retries each, from a full budget", tokenBucket{attempts: 3, start: 1000}, 3 * requests},
		{"the tokens of the start, and no more", tokenBucket{attempts: 3, start: 17}, requests + 17},
		{"a fifth of a retry earned by each first attempt", tokenBucket{attempts: 10, earns: 0.2}, requests + requests/5},
		{"both", tokenBucket{attempts: 10, start: 5, earns: 0.25}, requests + 5 + requests/4},
		{"an empty retry budget", tokenBucket{attempts: 10}, requests},
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
	p.rules.Retrying = tokenBucket{attempts: 1000, start: 30}
	r := play(p)
	assert.Equal(t, 100+2*30, r.tape.attempts())
}

func TestACalmBeforeTheRunFillsThePurse(t *testing.T) {
	p := misconfigured(simple())
	p.rules.Retrying = tokenBucket{attempts: 10, earns: 0.25}
	r := build(p)
	r.clients.Before(0, 40)
	r.finish()
	assert.Equal(t, 100+100/4+40/4, r.tape.attempts())
}

func TestRetriesWaitFromWhenTheClientLearnt(t *testing.T) {
	p := misconfigured(simple())
	p.arrivals = p.arrivals[:1]
	p.rules.Retrying = tokenBucket{attempts: 4, wait: time.Second, start: 10}
	s := play(p).tape.settled[0]
	assert.Equal(t, 4*30*time.Millisecond+(1+2+4)*time.Second, s.Ended.Sub(s.Arrived), "four round trips, and the waits between them")
	assert.Equal(t, 4, s.Attempts)

	p.rules.Retrying = tokenBucket{attempts: 1000, wait: time.Second, start: 1000}
	p.arrivals = simple().arrivals[:1]
	s = play(p).tape.settled[0]
	assert.Equal(t, 6, s.Attempts, "waits of 1, 2, 4, 8 and 16 s fit into a patience of 45 s")
	assert.Equal(t, 6*30*time.Millisecond+31*time.Second, s.Ended.Sub(s.Arrived), "who will not be there for the next attempt is told at once")
	assert.Equal(t, request.LBMisconfigured, s.Cause)
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
	p.rules.Where, p.rules.Retrying = c, tokenBucket{attempts: 2, start: 1000}
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
		{"refused and retried", func(p *plan) {
			p.pools[0].Servers, p.rules.Retrying = 1, tokenBucket{attempts: 3, wait: 1e9, start: 1e9}
		}},
		{"timed out", func(p *plan) { p.rules.Timeout = 500 * time.Millisecond }},
		{"held in the surge queue", func(p *plan) { p.lbs[0].NodePerSecond, p.limits.Burst, p.limits.SurgeCapacity = 2.1, time.Second, 100 }},
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
	p.lbs[0].NodePerSecond, p.limits.Burst, p.limits.SurgeCapacity = 1, 10*time.Second, 5
	p.lbs[0].CannotGrow, p.arrivals = true, every(0, 20, 1)
	assert.Equal(t, map[request.Cause]int{request.None: 15, request.CannotScale: 5}, play(p).tape.causes(), "its surge queue is full")
	p.limits.SurgeCapacity, p.rules.Timeout = 100, 2500*time.Millisecond
	assert.Equal(t, map[request.Cause]int{request.None: 11, request.CannotScale: 9}, play(p).tape.causes(),
		"or the wait in it too long: of those who wait, turns of a second, one is answered in time")
}
