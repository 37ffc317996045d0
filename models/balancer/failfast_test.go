package balancer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/sim"
	"failsim/strategies"
)

// Ten backends of one server each, one of which refuses everything at once and
// passes its checks: what fails fast looks idle. The shares are of another
// simulation of 10^6 requests (assumption: Poisson 5/s, exponential 1 s).
func TestWhatFailsFastLooksIdle(t *testing.T) {
	for _, c := range []struct {
		balancing string
		values    policy.Values
		failed    float64
	}{
		{"random", nil, 0.100},
		{"round-robin", nil, 0.100},
		{"least-request", policy.Values{"pair": {Word: "any"}}, 0.143},
		{"least-request", policy.Values{"pair": {Word: "distinct"}}, 0.148},
		{"least-outstanding", nil, 0.193},
	} {
		strategy := strategyOf(t, c.balancing).New(c.values).(policy.Balancing)
		assert.InDelta(t, c.failed, failedOfTen(t, strategy, balancer.Gray{Errors: 1, Slow: 1, ErrorAfter: 1}), 0.003, "%s %v", c.balancing, c.values)
	}
	strategy := strategyOf(t, "least-outstanding").New(nil).(policy.Balancing)
	assert.InDelta(t, 0.1, failedOfTen(t, strategy, balancer.Gray{Errors: 1, Slow: 1}), 0.003, "an error that costs the whole service time draws nobody")
}

func strategyOf(t *testing.T, name string) policy.Strategy {
	for _, s := range strategies.All() {
		if s.Name == name {
			return s
		}
	}
	require.Fail(t, "no strategy", name)
	return policy.Strategy{}
}

// failedOfTen returns the share of requests that fail, in a crowd of ten
// backends of which the first is gray.
func failedOfTen(t *testing.T, balancing policy.Balancing, fault balancer.Gray) float64 {
	const requests, perSecond = 1_000_000, 5
	r := &rig{probes: map[id.LB]health.Condition{}}
	key := sim.NewKey(1, 0)
	mean, err := distribution.NewExponential(time.Second)
	require.NoError(t, err)
	r.plane = balancer.New(&r.kernel, key, &topology.Map{Regions: []topology.Region{{Name: "a/home", Zones: 1}}},
		[]balancer.LB{{Targets: true, Nodes: 1, NodePerSecond: 1e6}},
		[]balancer.PoolSpec{{Name: "ten", Zones: 1, Servers: 10, PerZone: 10, QueueCapacity: 100_000}},
		balancer.Limits{Burst: time.Minute, SurgeCapacity: 1024, Check: policy.Check{ProbeTiming: check}},
		balancer.Service{Distribution: mean, Time: key.Named("time"), Picks: key.Named("balance"), Gray: key.Named("gray")}, balancing, nil, r)
	r.plane.GrayBackends(0, 0, balancer.Part{Zone: -1, First: 1, Of: 10}, fault, true)
	now, gaps, failed := sim.Time(0), key.Named("gaps"), 0
	for i := range uint64(requests) {
		var gap [1]float64
		gaps.Exponentials(i, gap[:])
		now = now.Add(sim.FromSeconds(gap[0] / perSecond))
		a := r.plane.Forward(now, r.plane.LB(0), 0, i<<3)
		r.plane.Open(r.plane.LB(0), a.Backend, a.At)
		if a.Cause == request.ServerError {
			failed++
		}
	}
	return float64(failed) / requests
}

func TestAnErrorTakesItsOwnTime(t *testing.T) {
	half := func(after time.Duration) balancer.Gray {
		return balancer.Gray{Errors: 0.5, Slow: 3, ErrorAfter: after}
	}
	for _, c := range []struct {
		says   string
		lb     id.LB
		region id.Region // that the attempt comes by, and that is gray
		fault  balancer.Gray
		took   time.Duration // until an error leaves the LB
		worked time.Duration
	}{
		{"by default it costs a server the whole service time", 0, primary, half(0), 3 * work, 3 * work},
		{"or as much as is said, slow or not", 0, primary, half(5 * time.Millisecond), 5 * time.Millisecond, 5 * time.Millisecond},
		{"or nothing to speak of", 0, primary, half(1), 1, 1},
		{"and comes back from afar", 2, primary, half(5 * time.Millisecond), 75 * time.Millisecond, 5 * time.Millisecond},
		{"an LB that only forwards spoils what its backends do", 2, away, half(0), work + 70*time.Millisecond, work},
		{"or refuses before any server knows", 2, away, half(5 * time.Millisecond), 5 * time.Millisecond, 0},
	} {
		r := newRig(func(_ []balancer.LB, pools []balancer.PoolSpec, _ *balancer.Limits) { pools[0].Servers = 9000 }, inTurn{})
		r.plane.Gray(0, c.region, c.fault, true)
		failed := 0
		for i := range 1000 {
			if a := r.send(c.lb, 0, uint64(i)<<3); a.Cause == request.ServerError {
				failed++
				assert.Equal(t, c.took, a.At.Sub(0), c.says)
				assert.Equal(t, c.worked, a.Work, c.says)
			}
		}
		assert.InDelta(t, 500, failed, 60, c.says)
	}
}

func TestOfTwoFaultsTheFirstThatFailsARequestSaysWhen(t *testing.T) {
	r := newRig(func(_ []balancer.LB, pools []balancer.PoolSpec, _ *balancer.Limits) { pools[0].Servers = 90_000 }, inTurn{})
	r.plane.Gray(0, primary, balancer.Gray{Errors: 0.5, Slow: 1, ErrorAfter: 1}, true)
	r.plane.Gray(0, primary, balancer.Gray{Errors: 0.4, Slow: 1}, true)
	took := map[time.Duration]int{}
	for i := range 10_000 {
		if a := r.send(0, 0, uint64(i)<<3); a.Cause == request.ServerError {
			took[a.At.Sub(0)]++
		}
	}
	assert.InDelta(t, 5000, took[1], 200, "half of all at once")
	assert.InDelta(t, 2000, took[work], 200, "and two in five of the others after their work")
	assert.Len(t, took, 2)
}
