package client_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// anyone picks one at random, and counts how often it was asked.
type anyone struct{ asked *int }

func (a anyone) Pick(t *policy.Targets, u uint64) id.Member {
	*a.asked++
	return t.Healthy[u%uint64(len(t.Healthy))]
}

func aSecondOrSo(t *testing.T) distribution.Distribution {
	d, err := distribution.NewExponential(time.Second)
	require.NoError(t, err)
	return d
}

// callsOf is an LB that calls two backends by rules, at random, and clients who wait.
func callsOf(timeout time.Duration, retrying policy.Retrying, n int) (plan, *int) {
	asked := new(int)
	p := twoBackends(nil)
	p.lbCalls = &caller.Rules{Timeout: timeout, Patience: time.Minute, Retrying: retrying}
	p.balancing, p.arrivals = anyone{asked}, every(50*time.Second, n, sim.Time(time.Second))
	return p, asked
}

func oneDead(r *rig) {
	r.at(0, func(now sim.Time) {
		r.plane.LoseBackends(now, 0, balancer.Part{Zone: -1, First: 1, Of: 2}, balancer.Mixed, true)
	})
}

// Of two backends one is a black hole; each try meets it with a half, and is given up
// after 2 s. Of three tries all do with an eighth.
func TestAnLBThatCallsTriesAgainByItself(t *testing.T) {
	const n = 4000
	p, _ := callsOf(2*time.Second, tokenBucket{attempts: 3, start: math.Inf(1)}, n)
	r := build(p)
	oneDead(r)
	r.finish()
	require.Len(t, r.tape.settled, n)
	took := map[time.Duration]int{}
	for _, s := range r.tape.settled {
		assert.Equal(t, 1, s.Attempts, "clients hear of nothing")
		if took[s.Ended.Sub(s.Arrived)]++; !s.Good() {
			assert.Equal(t, request.BackendDown, s.Cause)
			assert.Equal(t, 6*time.Second, s.Ended.Sub(s.Arrived))
		}
	}
	const work = 100 * time.Millisecond
	for tries, share := range map[time.Duration]float64{work: 0.5, 2*time.Second + work: 0.25, 4*time.Second + work: 0.125, 6 * time.Second: 0.125} {
		assert.InDelta(t, share, float64(took[tries])/n, 4*math.Sqrt(share*(1-share)/n), tries)
	}
	assert.Len(t, took, 4)
}

// Everything fails, at once and at every backend: a budget of 20 % allows one retry for
// five requests, whoever the clients are.
func TestARetryBudgetOfAnLBBoundsWhatItsBackendsGet(t *testing.T) {
	const n = 1000
	p, asked := callsOf(2*time.Second, tokenBucket{attempts: 3, earns: 0.2}, n)
	r := build(p)
	r.at(0, func(now sim.Time) {
		r.plane.RegrayBackends(now, 0, balancer.Part{Zone: -1}, nil, []balancer.Gray{{Errors: 1, Slow: 1}})
	})
	r.finish()
	require.Len(t, r.tape.settled, n)
	assert.Equal(t, map[request.Cause]int{request.ServerError: n}, r.tape.causes())
	assert.InDelta(t, 1.2*n, *asked, 1)
}

// Servers are many, and take an exponential time: the first of two, the second of which
// starts later, takes 1 - exp(-w)/2 of their mean, for a wait of w means.
func TestAnLBThatHedgesTakesTheFirstOfTwo(t *testing.T) {
	const n, wait = 40_000, 0.7
	p, asked := callsOf(time.Minute, once, n)
	p.pools[0].Servers = 2000
	p.service = aSecondOrSo(t)
	p.arrivals = every(100*time.Millisecond, n, sim.Time(time.Second))
	p.lbCalls.Sending = []any{beside{700 * time.Millisecond}}
	r := build(p)
	r.finish()
	sum := 0.0
	for _, s := range r.tape.settled {
		sum += s.Ended.Sub(s.Arrived).Seconds()
	}
	require.Len(t, r.tape.settled, n)
	assert.InDelta(t, 1-math.Exp(-wait)/2, sum/n, 4/math.Sqrt(n))
	assert.InDelta(t, (1+math.Exp(-wait))*n, *asked, 4*math.Sqrt(n*math.Exp(-wait)))
}

// Clients who leave after 1 s leave nothing behind: the LB would have tried again at 2 s.
func TestAnLBStopsCallingWhenItsClientHasLeft(t *testing.T) {
	const n = 200
	p, asked := callsOf(2*time.Second, tokenBucket{attempts: 3, start: math.Inf(1)}, n)
	p.rules.Timeout = time.Second
	r := build(p)
	oneDead(r)
	r.finish()
	require.Len(t, r.tape.settled, n)
	assert.Equal(t, n, *asked)
}

// A client that hedges leaves one of two calls, in the midst of it: what that costs is the
// same as where LBs pass attempts on.
func TestACallThatIsLeftCostsWhatAnAttemptDoesThatIsPassedOn(t *testing.T) {
	play := func(calls bool) *rig {
		p, _ := callsOf(time.Minute, once, 2000)
		if !calls {
			p.lbCalls = nil
		}
		p.service = aSecondOrSo(t)
		p.arrivals = every(700*time.Millisecond, 2000, sim.Time(time.Second))
		p.rules.Sending = []any{beside{300 * time.Millisecond}}
		r := build(p)
		r.finish()
		return r
	}
	passed, called := play(false), play(true)
	worked := func(r *rig) (sum time.Duration) {
		for i := range r.tape.settled {
			s := &r.tape.settled[i]
			sum += time.Duration(s.Work)
			s.Work, s.Served = 0, 0 // the LB's log says of one that the client left
		}
		return sum + r.tape.given
	}
	assert.Equal(t, worked(passed), worked(called))
	assert.Equal(t, passed.tape.wasted, called.tape.wasted)
	for i := range passed.tape.settled {
		require.Equal(t, passed.tape.settled[i], called.tape.settled[i])
	}
	assert.Positive(t, passed.tape.wasted)
}

// An LB is gone with its region, and what it would have tried again with it: as machines
// it leaves clients to wait, as processes they hear of it at once.
func TestALostRegionTakesTheCallsOfItsLBsWithIt(t *testing.T) {
	for as, ended := range map[balancer.Death]sim.Time{balancer.Machine: seconds(41), balancer.Process: seconds(1.5)} {
		p, asked := callsOf(10*time.Second, tokenBucket{attempts: 9, start: math.Inf(1)}, 1)
		p.service = distribution.Constant(5 * time.Second)
		r := build(p)
		r.at(seconds(1.5), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, as, true) })
		r.at(seconds(3), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, as, false) })
		r.finish()
		require.Len(t, r.tape.settled, 1)
		assert.Equal(t, request.RegionDown, r.tape.settled[0].Cause)
		assert.Equal(t, ended, r.tape.settled[0].Ended)
		assert.Equal(t, 1, *asked)
	}
}

// Each try fails with four of five, whatever became of those before: of 12 all do with
// 0.8^12. Tries beyond the eighth had once had the draws of the eighth, and never helped.
func TestEachTryHasDrawsOfItsOwnHoweverMany(t *testing.T) {
	const n = 4000
	for _, byLB := range []bool{true, false} {
		tries := tokenBucket{attempts: 12, start: math.Inf(1)}
		p, _ := callsOf(time.Minute, tries, n)
		if !byLB {
			p.lbCalls, p.rules.Retrying = nil, tries
		}
		r := build(p)
		r.at(0, func(now sim.Time) {
			r.plane.RegrayBackends(now, 0, balancer.Part{Zone: -1}, nil, []balancer.Gray{{Errors: 0.8, Slow: 1}})
		})
		r.finish()
		share := math.Pow(0.8, 12)
		assert.InDelta(t, share, float64(r.tape.causes()[request.ServerError])/n, 4*math.Sqrt(share/n))
	}
}

// apart is kept for each client apart, and counts for how many.
type apart struct {
	beside
	made *int
}

func (apart) Scope() policy.Scope                          { return policy.Scope{ByClient: true} }
func (a apart) Fresh(sim.Time, sim.Key) any                { *a.made++; return nil }
func (apart) Learn(*policy.Call, sim.Time, policy.Outcome) {}

func TestAnLBIsOneClientOfItsBackends(t *testing.T) {
	p, _ := callsOf(time.Minute, once, 100)
	made := new(int)
	p.lbCalls.Sending = []any{apart{beside{time.Minute}, made}}
	build(p).finish()
	assert.Equal(t, 1, *made)
}

// A retry goes out before the hedge does: two attempts are all that there may be.
func TestAHedgeCountsRetries(t *testing.T) {
	const n = 200
	p, asked := callsOf(time.Minute, tokenBucket{attempts: 2, wait: 10 * time.Millisecond, start: math.Inf(1)}, n)
	p.lbCalls.Sending = []any{made(t, "hedge", map[string]string{"percentile": "0%", "after": "150ms", "share": "100%", "attempts": "2"})}
	r := build(p)
	r.at(0, func(now sim.Time) {
		r.plane.RegrayBackends(now, 0, balancer.Part{Zone: -1}, nil, []balancer.Gray{{Errors: 1, Slow: 1}})
	})
	r.finish()
	assert.Equal(t, 2*n, *asked)
}
