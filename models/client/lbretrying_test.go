package client_test

import (
	"slices"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
	"failsim/strategies"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lb makes a strategy of LBs as a design does.
func lb(t *testing.T, name string, given map[string]string) []policy.LBRetrying {
	return []policy.LBRetrying{made(t, name, given).(policy.LBRetrying)}
}

// made makes a strategy as a design does.
func made(t *testing.T, name string, given map[string]string) any {
	t.Helper()
	for _, s := range strategies.All() {
		if s.Name != name {
			continue
		}
		values := policy.Values{}
		for _, p := range s.Params {
			text := p.Default
			if g, ok := given[p.Name]; ok {
				text = g
			}
			v, err := policy.ParseValue(text, p)
			require.NoError(t, err)
			values[p.Name] = v
		}
		return s.New(values)
	}
	require.Fail(t, "no strategy", name)
	return nil
}

// twoBackends is an LB before two backends of one server each, whose checks do
// not notice anything, and clients who wait.
func twoBackends(retrying []policy.LBRetrying) plan {
	p := simple()
	p.pools = []balancer.PoolSpec{{Name: "pool", Zones: 1, Servers: 2, PerZone: 2}}
	p.limits.Check = policy.Check{ProbeTiming: policy.ProbeTiming{Interval: 1000 * time.Hour, Timeout: 30 * time.Second, Unhealthy: 2, Healthy: 2}}
	p.rules.Timeout, p.rtt = 40*time.Second, 0
	p.service = distribution.Constant(100 * time.Millisecond)
	p.arrivals = every(50*time.Second, 20, sim.Time(time.Second))
	p.lbRetrying = retrying
	return p
}

// lasts returns how long each request took, and how many failed; they all take
// the same.
func (r *rig) lasts(t *testing.T) (took time.Duration, failed int) {
	t.Helper()
	r.finish()
	require.Len(t, r.tape.settled, len(r.arrivals))
	took = r.tape.settled[0].Ended.Sub(r.tape.settled[0].Arrived)
	for _, s := range r.tape.settled {
		require.Equal(t, took, s.Ended.Sub(s.Arrived))
		require.Equal(t, 1, s.Attempts, "clients hear of nothing")
		if !s.Good() {
			failed++
		}
	}
	return took, failed
}

// What nginx 1.22.1 and HAProxy 2.6.12 did with one of two servers behind a black
// hole, a connect time-out of 2 s and roundrobin, on a request that went there
// first: nginx and redispatch had it from the other after 2.0 s, HAProxy without
// redispatch failed it after 8.0 s.
func TestADeadBackendCostsWhatItCostsNginxAndHAProxy(t *testing.T) {
	const work = 100 * time.Millisecond
	for _, c := range []struct {
		name   string
		given  map[string]string
		took   time.Duration
		failed int
	}{
		{"next-upstream", map[string]string{"connect": "2s"}, 2*time.Second + work, 0},
		{"redispatch", map[string]string{"connect": "2s", "redispatch": "yes"}, 2*time.Second + work, 0},
		{"redispatch", map[string]string{"connect": "2s"}, 8 * time.Second, 20},
		{"redispatch", map[string]string{"connect": "2s", "retries": "0"}, 2 * time.Second, 20},
	} {
		r := build(twoBackends(lb(t, c.name, c.given)))
		r.at(0, func(now sim.Time) {
			r.plane.LoseBackends(now, 0, balancer.Part{Zone: -1, First: 1, Of: 2}, balancer.Mixed, true)
		})
		took, failed := r.lasts(t)
		assert.Equal(t, c.took, took, "%s %v", c.name, c.given)
		assert.Equal(t, c.failed, failed, "%s %v", c.name, c.given)
		for _, s := range r.tape.settled {
			if !s.Good() {
				assert.Equal(t, request.BackendDown, s.Cause)
			}
		}
	}
}

// One of two servers refuses, and checks mark it DOWN after three failures, 2.0 to
// 3.0 s later. HAProxy 2.6.12 without redispatch goes on at the server that it chose
// first: also who came 0.1 s before that mark heard of an error after 3.0 s. So as
// many fail as came for that server before it was marked.
func TestWhoIsToTryTheSameBackendDoesSoThoughItIsMarkedDown(t *testing.T) {
	p := twoBackends(lb(t, "redispatch", map[string]string{"connect": "5s"}))
	p.service = distribution.Constant(time.Millisecond)
	p.limits.Check = policy.Check{ProbeTiming: policy.ProbeTiming{Interval: time.Second, Timeout: time.Second, Unhealthy: 3, Healthy: 2}}
	p.arrivals = every(10*time.Millisecond, 2000, sim.Time(time.Second))
	r := build(p)
	const dies = 5
	r.at(seconds(dies), func(now sim.Time) {
		r.plane.LoseBackends(now, 0, balancer.Part{Zone: -1, First: 1, Of: 2}, balancer.Process, true)
	})
	r.finish()
	failed, first, last := 0, sim.Never, sim.Time(0)
	for _, s := range r.tape.settled {
		if s.Good() {
			continue
		}
		failed++
		first, last = min(first, s.Arrived), max(last, s.Arrived)
		assert.Equal(t, 3*time.Second, s.Ended.Sub(s.Arrived), "three retries, a second apart")
	}
	assert.InDelta(t, dies, first.Sub(0).Seconds(), 0.03)
	marked := last.Sub(seconds(dies)).Seconds()
	assert.GreaterOrEqual(t, marked, 1.97)
	assert.LessOrEqual(t, marked, 3.0)
	assert.InDelta(t, marked*100, failed, 2, "who refuses looks idle, so all who came until then")
}

// Both backends are full: HAProxy's 503 comes after three retries a second apart,
// 3.0 s, or with redispatch at once; nginx has tried each once, and answers at once.
func TestAFullPoolIsRefusedAsNginxAndHAProxyRefuse(t *testing.T) {
	for _, c := range []struct {
		name  string
		given map[string]string
		took  time.Duration
	}{
		{"redispatch", nil, 3 * time.Second},
		{"redispatch", map[string]string{"connect": "300ms"}, 900 * time.Millisecond},
		{"redispatch", map[string]string{"redispatch": "yes"}, 0}, // elsewhere at once, and back
		{"next-upstream", nil, 0},
	} {
		p := twoBackends(lb(t, c.name, c.given))
		p.service = distribution.Constant(39 * time.Second)
		p.arrivals = append(every(time.Millisecond, 2, 1), every(time.Second, 1, sim.Time(2*time.Second))...)
		r := play(p)
		require.Len(t, r.tape.settled, 3)
		refused := 0
		for _, s := range r.tape.settled {
			if !s.Good() {
				refused++
				assert.Equal(t, request.OverloadPrimary, s.Cause)
				assert.Equal(t, c.took, s.Ended.Sub(s.Arrived), "%s %v", c.name, c.given)
			}
		}
		assert.Equal(t, 1, refused)
	}
}

// A backend that is late is given up, and what it does is for nobody; the other
// does as much again, and is late too.
func TestWorkThatIsGivenUpIsWastedAndDoneAgain(t *testing.T) {
	p := twoBackends(lb(t, "next-upstream", map[string]string{"answer": "1s"}))
	p.service = distribution.Constant(3 * time.Second)
	r := build(p)
	took, failed := r.lasts(t)
	assert.Equal(t, 2*time.Second, took, "a second for each")
	assert.Equal(t, 20, failed)
	for _, s := range r.tape.settled {
		assert.Equal(t, request.SlowResponse, s.Cause)
		assert.Equal(t, int64(6*time.Second), s.Work)
	}
	assert.Equal(t, 20*6*time.Second, r.tape.wasted)
}

// What is lost with its backend is passed on to the other, whatever the client
// hears; who has hung up is not passed on any more.
func TestWhatABackendLosesIsPassedOn(t *testing.T) {
	p := twoBackends(lb(t, "next-upstream", nil))
	p.service = distribution.Constant(10 * time.Second)
	p.arrivals = p.arrivals[:1]
	r := build(p)
	r.at(seconds(4), func(now sim.Time) {
		r.plane.LoseBackends(now, 0, balancer.Part{Zone: -1, First: 1, Of: 2}, balancer.Mixed, true)
	})
	took, failed := r.lasts(t)
	assert.Equal(t, 13*time.Second, took, "three seconds' work is lost")
	assert.Zero(t, failed)
	assert.Equal(t, int64(20*time.Second), r.tape.settled[0].Work)

	p.rules.Timeout = 5 * time.Second
	p.lbRetrying = lb(t, "redispatch", map[string]string{"connect": "4s"})
	r = build(p)
	r.at(0, func(now sim.Time) {
		r.plane.LoseBackends(now, 0, balancer.Part{Zone: -1, First: 2, Of: 2}, balancer.Mixed, true)
	})
	took, failed = r.lasts(t)
	assert.Equal(t, [2]int{5, 1}, [2]int{int(took.Seconds()), failed})
	assert.Equal(t, request.BackendDown, r.tape.settled[0].Cause)
}

// In any world, with all that may go on at once, each request has one outcome, and
// no LB has anything open that it has not: it would say so.
func TestEveryRequestHasOneOutcomeWhateverGoesOn(t *testing.T) {
	hedged := 0
	for world := range uint64(300) {
		p, losses := randomWorld(sim.NewKey(17, 0).At(world))
		if world%3 > 0 {
			p.lbRetrying = lb(t, "next-upstream", map[string]string{"errors": "yes", "answer": "250ms"})
		}
		if world%3 < 2 {
			p.rules.Sending = []any{beside{time.Duration(1+world%300) * time.Millisecond}}
		}
		tape := playWith(p, losses, false)
		require.Len(t, tape.settled, len(p.arrivals), "world %d", world)
		require.Equal(t, len(p.arrivals), tape.arrived)
		for i, s := range tape.settled {
			require.Equal(t, p.arrivals[i].At, s.Arrived, "once each")
			require.LessOrEqual(t, s.Ended.Sub(s.Arrived), p.rules.Patience)
			require.GreaterOrEqual(t, s.Work, int64(0))
			if s.Attempts > 1 {
				hedged++
			}
		}
	}
	assert.Greater(t, hedged, 1000)
}

// beside sends a second attempt after a wait, always.
type beside struct{ after time.Duration }

func (b beside) Wait(c *policy.Call) (time.Duration, bool) { return b.after, c.Attempt == 0 }
func (beside) Hedge(*policy.Call) (bool, bool)             { return true, false }

// impatient queues send away who has waited for so long.
type impatient time.Duration

func (impatient) Admits(*policy.Queue, *policy.Visit) bool { return true }
func (i impatient) Longest(*policy.Queue) time.Duration    { return time.Duration(i) }

// By hand: work takes a second. The first request has one server from 0 s, the second
// the other from 0.1 s; the third comes at 0.2 s and waits at the first for 0.7 s. Then
// it is sent away, and has failed unless its LB tries errors again: it waits at the
// second from 0.9 s to 1.1 s and is served until 2.1 s. Sent away after 0.3 s it is so
// there again, 0.8 s after the start: there is no third.
func TestWhomAQueueSendsAwayTheLBTriesElsewhereIfItTriesErrorsAgain(t *testing.T) {
	again := func(errors string) []policy.LBRetrying {
		return lb(t, "next-upstream", map[string]string{"errors": errors})
	}
	haproxy := func(queued string) []policy.LBRetrying {
		return lb(t, "redispatch", map[string]string{"redispatch": "yes", "errors": "yes", "queued": queued})
	}
	for _, c := range []struct {
		what     string
		retrying []policy.LBRetrying
		waits    time.Duration
		takes    time.Duration // the third
		cause    request.Cause
	}{
		{"no LB tries again", nil, 700 * time.Millisecond, 700 * time.Millisecond, request.OverloadPrimary},
		{"the LB does not after an answer", again("no"), 700 * time.Millisecond, 700 * time.Millisecond, request.OverloadPrimary},
		{"the LB does", again("yes"), 700 * time.Millisecond, 1900 * time.Millisecond, request.None},
		{"HAProxy does, of a backend's own queue", haproxy("yes"), 700 * time.Millisecond, 1900 * time.Millisecond, request.None},
		{"HAProxy does not, of its own", haproxy("no"), 700 * time.Millisecond, 700 * time.Millisecond, request.OverloadPrimary},
		{"the LB does, in vain", again("yes"), 300 * time.Millisecond, 600 * time.Millisecond, request.OverloadPrimary},
	} {
		p := twoBackends(c.retrying)
		p.admitting = []policy.Admitting{impatient(c.waits)}
		p.pools[0].QueueCapacity = 8
		p.service = distribution.Constant(time.Second)
		p.arrivals = every(100*time.Millisecond, 3, 0)
		r := build(p)
		r.finish()
		require.Len(t, r.tape.settled, 3, c.what)
		third := r.tape.settled[slices.IndexFunc(r.tape.settled, func(s record.Settlement) bool { return s.Arrived == sim.Time(200*time.Millisecond) })]
		require.Equal(t, c.takes, third.Ended.Sub(third.Arrived), c.what)
		require.Equal(t, c.cause, third.Cause, c.what)
	}
}
