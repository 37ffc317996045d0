package client_test

import (
	"math"
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

func TestEveryOutcomeIsThatOfAnEngineWhereEveryHopIsAnEvent(t *testing.T) {
	seen, failed := map[request.Cause]int{}, 0
	for world := range uint64(1000) {
		p, losses := randomWorld(sim.NewKey(7, 0).At(world))
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
			require.Equal(t, n.outcomes[s.Arrived], got, "world %d, request of %d ns: %v instead of %v", world, s.Arrived, got.cause,
				n.outcomes[s.Arrived].cause)
			seen[got.cause]++
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
