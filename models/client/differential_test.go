package client_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/client"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// loss is a fault of a random world.
type loss struct {
	kind         int // 0 zone, 1 region, 2 provider (as a cause), 3 gray
	region       id.Region
	zone         id.Zone
	errors, slow float64
	from, until  sim.Time
}

// randomWorld draws a small world: one or two regions of one to three zones,
// two names with an endpoint in each, one of which may have its backends in
// the other region, demand between steady and overload, and a few faults.
func randomWorld(key sim.Key) (plan, []loss) {
	index := uint64(0)
	n := func(of int) int { index++; return key.IntN(index, of) }
	u := func(low, high float64) float64 { index++; return low + (high-low)*key.Float64(index) }
	p := simple()
	p.regions, p.lbs, p.pools, p.endpoints = nil, nil, nil, nil
	servers := 0
	for i := range 1 + n(2) {
		r := id.Region(i)
		zones := 1 + n(3)
		p.regions = append(p.regions, zones)
		p.endpoints = append(p.endpoints, policy.Endpoint{Region: r, Rank: 1, Weight: u(0.5, 2)})
		pool := i
		if n(4) == 0 {
			pool = 0
		}
		lb := balancer.LB{Region: r, Pool: pool, Targets: true, Nodes: 1, NodePerSecond: 1e6}
		if pool != i {
			lb.ToPool = time.Duration(u(1e6, 80e6))
		}
		p.lbs = append(p.lbs, lb)
		p.pools = append(p.pools, balancer.PoolSpec{Name: string(rune('a' + i)), Region: r, Zones: zones, Servers: 1 + n(6), PerZone: 1 + n(2), QueueCapacity: n(4) * n(5)})
		servers += p.pools[i].Servers
	}
	p.names = 2
	p.populations = []client.Population{{Name: "tv", Users: 50, Names: 2}}
	p.rtt = time.Duration(u(1e6, 120e6))
	p.ttl = time.Duration(u(1e9, 20e9))
	service, err := distribution.NewUniform(20*time.Millisecond, 300*time.Millisecond)
	if err != nil {
		panic(err)
	}
	p.service = service
	p.limits.Check.ProbeTiming = policy.ProbeTiming{Interval: time.Duration(u(1e9, 5e9)), Timeout: time.Duration(u(0.1e9, 1e9)), Unhealthy: 1 + n(3), Healthy: 1 + n(3)}
	p.rules.Timeout = time.Duration(u(0.61e9, 1.6e9)) // above the longest work, which naive cannot know before it starts
	p.rules.Patience = time.Duration(u(1e9, 8e9))
	retrying := tokenBucket{attempts: 1 + n(4), wait: time.Duration(u(1e6, 500e6)), jitter: time.Millisecond, start: u(0, 20), earns: u(0, 0.8)}
	perSecond := float64(servers) / 0.16 * u(0.3, 1.5)
	p.arrivals = nil
	at := 0.0
	for range 300 {
		at += -math.Log(u(0, 1)) / perSecond
		p.arrivals = append(p.arrivals, request.Arrival{At: sim.Time(at * 1e9)})
	}
	var losses []loss
	for range n(4) {
		l := loss{kind: n(4), region: id.Region(n(len(p.regions))), errors: u(0, 0.5), slow: u(1, 2), from: sim.Time(u(0, at) * 1e9)}
		l.zone = id.Zone(n(p.regions[l.region]))
		l.until = l.from.Add(time.Duration(u(0, at+5) * 1e9))
		if l.kind == 3 && len(losses) > 0 {
			l.kind = 0 // at most one gray failure, which naive does not add up
		}
		losses = append(losses, l)
	}
	p.rules.Retrying = retrying
	return p, losses
}

func (r *rig) apply(now sim.Time, l loss, begins bool) {
	switch l.kind {
	case 0:
		r.plane.LoseZone(now, l.region, l.zone, balancer.Mixed, begins)
	case 1:
		r.plane.LoseRegion(now, l.region, request.RegionDown, balancer.Machine, begins)
	case 2:
		r.plane.LoseRegion(now, l.region, request.ProviderDown, balancer.Machine, begins)
	case 3:
		r.plane.Gray(now, l.region, balancer.Gray{Errors: l.errors, Slow: l.slow}, begins)
	}
}

func (n *naive) apply(now sim.Time, l loss, begins bool) {
	by := -1
	if begins {
		by = 1
	}
	switch l.kind {
	case 0:
		n.zoneLost[l.region][l.zone] += by
	case 1, 2:
		n.lost[l.region] += by
		n.cause[l.region] = request.RegionDown // one cause for both: which of two prevails is tested elsewhere
	case 3:
		n.errors[l.region], n.slow[l.region] = 0, 1
		if begins {
			n.errors[l.region], n.slow[l.region] = l.errors, l.slow
		}
	}
	n.settle(now)
}

func merged(c request.Cause) request.Cause {
	if c == request.ProviderDown {
		return request.RegionDown
	}
	return c
}

// triesAgain has LBs of a random world try again by nginx's or HAProxy's rules, in which
// part of the requests may not be done twice. Clients wait until that is over.
func triesAgain(t *testing.T, key sim.Key, p *plan) {
	n := func(i uint64, words ...string) string { return words[key.IntN(i, len(words))] }
	p.orders = float64(0.1 + 0.8*key.Float64(1))
	twice := n(2, "yes", "no")
	switch n(3, "nginx", "nginx", "haproxy", "haproxy", "both") {
	case "nginx":
		p.lbRetrying = lb(t, "next-upstream", map[string]string{"errors": n(4, "yes", "no", "http-500", "http-503"), "refused": n(5, "yes", "no"), "timeouts": n(6, "yes", "no"),
			"tries": n(7, "0", "2", "3"), "non-idempotent": twice, "answer": "0s"})
	case "haproxy":
		p.lbRetrying = lb(t, "redispatch", map[string]string{"retries": n(4, "1", "2", "3"), "redispatch": n(5, "yes", "no", "last", "last-same"), "errors": n(6, "yes", "no"), "non-idempotent": twice})
	case "both":
		p.lbRetrying = append(lb(t, "next-upstream", map[string]string{"errors": "http-503", "timeouts": "no", "answer": "0s"}), lb(t, "redispatch", map[string]string{"errors": "yes", "non-idempotent": twice})...)
	}
	p.rules.Timeout, p.rules.Patience = time.Minute, time.Minute
	for i := range p.pools {
		p.pools[i].QueueCapacity *= 5
	}
}

// What this would catch: a try that is not permitted by its method or by how it failed, one
// at a backend that was tried, work or a draw of a try that is lost, and an attempt that is
// still open where it has failed.
func TestWhatLBsTryAgainIsThatOfAnEngineWhereEveryHopIsAnEvent(t *testing.T) {
	repeated, held := map[policy.Failing]int{}, 0
	for world := range uint64(400) {
		key := sim.NewKey(11, 0).At(world)
		p, losses := randomWorld(key)
		triesAgain(t, key.Named("tries"), &p)
		losses = slices.DeleteFunc(losses, func(l loss) bool { return l.kind == 3 })
		losses = append(losses, loss{kind: 3, region: id.Region(world % uint64(len(p.regions))), errors: 0.4, slow: 1, until: seconds(600)})
		_, n := meet(t, world, p, losses)
		for how, more := range n.repeated {
			repeated[how] += more
		}
		held += n.held
	}
	for _, how := range []policy.Failing{policy.RefusedTry, policy.UnreachedTry, policy.LostTry, policy.ErredTry} {
		assert.Greater(t, repeated[how], 100, "tries after failure %d", how)
	}
	assert.Greater(t, held, 1000, "tries that a method forbids")
	t.Logf("tries by how the one before has failed: %v; %d not made, as they may not be", repeated, held)
}

// meet plays a world with both engines, which must agree on every request.
func meet(t *testing.T, world uint64, p plan, losses []loss) (*rig, *naive) {
	t.Helper()
	r := build(p)
	n := newNaive(r)
	for _, l := range losses {
		r.at(l.from, func(now sim.Time) { r.apply(now, l, true) })
		n.at(l.from, func(now sim.Time) { n.apply(now, l, true) })
		r.at(l.until, func(now sim.Time) { r.apply(now, l, false) })
		n.at(l.until, func(now sim.Time) { n.apply(now, l, false) })
	}
	end := seconds(600)
	n.run(end)
	r.run(end)
	require.Len(t, r.tape.settled, len(p.arrivals))
	require.Len(t, n.outcomes, len(p.arrivals))
	for _, s := range r.tape.settled {
		got := outcome{merged(s.Cause), s.Ended, s.Attempts, s.Taken, s.Served, s.Work}
		require.Equal(t, n.outcomes[s.Arrived], got, "world %d, request of %d ns: %v instead of %v", world, s.Arrived, got.cause, n.outcomes[s.Arrived].cause)
	}
	return r, n
}

func TestEveryOutcomeIsThatOfAnEngineWhereEveryHopIsAnEvent(t *testing.T) {
	seen, failed := map[request.Cause]int{}, 0
	for world := range uint64(1000) {
		p, losses := randomWorld(sim.NewKey(7, 0).At(world))
		r, _ := meet(t, world, p, losses)
		for _, s := range r.tape.settled {
			seen[merged(s.Cause)]++
			if !s.Good() {
				failed++
			}
		}
	}
	for _, c := range []request.Cause{request.None, request.NoHealthyTarget, request.RegionDown, request.ZoneDown, request.OverloadPrimary,
		request.OverloadSurvivor, request.TimedOutInQueue, request.SlowResponse, request.ServerError, request.GaveUp} {
		assert.Greater(t, seen[c], 10, "the worlds see %v", c)
	}
	t.Logf("outcomes: %v", seen)
}
