package client_test

import (
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// pinned keeps a connection that was idle for less than so long.
type pinned struct{ idle, floor time.Duration }

func (p pinned) Keeps(c *policy.Connection) bool    { return c.Now.Sub(c.Used) < p.idle }
func (p pinned) Resolves(c *policy.Connection) bool { return c.Now.Sub(c.Resolved) >= p.floor }

// moving is one user whose name moves to another LB after a minute, with a TTL of
// five seconds. The first LB stays up.
func moving(between time.Duration, connecting policy.Connecting) *rig {
	p := simple()
	p.regions = []int{1, 1}
	p.lbs = []balancer.LB{p.lbs[0], {Region: 1, Pool: 1, Targets: true, Nodes: 1, NodePerSecond: 1e6}}
	p.pools = append(p.pools, balancer.PoolSpec{Name: "away", Region: 1, Zones: 1, Servers: 4, PerZone: 1, QueueCapacity: 8})
	p.endpoints = []policy.Endpoint{{Rank: 1, Weight: 1}, {Region: 1, Rank: 2, Weight: 1}}
	p.populations[0].Users = 1
	p.ttl = 5 * time.Second
	p.rules.Connecting = connecting
	p.arrivals = every(between, int(600*time.Second/between), 1)
	r := build(p)
	r.at(seconds(60), func(now sim.Time) { r.authority.Publish(0, now, []float64{0, 1}) })
	return r
}

// firstAway returns when a request first went elsewhere, never if none did.
func (r *rig) firstAway() sim.Time {
	r.finish()
	first := sim.Never
	for _, s := range r.tape.settled {
		if s.FailedOver {
			first = min(first, s.Arrived)
		}
	}
	return first
}

// Measured with real clients (Go's Transport, Node's Agent, curl, a name that
// moves while the old address works): who asks every second never leaves; who
// asks less often than the idle time-out leaves at once; with a connection each
// time, it takes the TTL.
func TestAMoveOfTheNameConcernsNewConnectionsOnly(t *testing.T) {
	idle := 90 * time.Second
	assert.Equal(t, sim.Never, moving(time.Second, pinned{idle: idle}).firstAway())
	assert.Equal(t, sim.Time(1+95*time.Second), moving(95*time.Second, pinned{idle: idle}).firstAway(), "the first call after the move")
	each := moving(time.Second, nil).firstAway()
	assert.GreaterOrEqual(t, each, seconds(60))
	assert.LessOrEqual(t, each, seconds(66))
}

// An LB that is gone costs its clients the whole time-out of what they send next;
// then they ask where to go, or have to wait until they may. Each request takes
// longer to fail than the next takes to come, so some are under way at once.
func TestAConnectionToWhoIsGoneIsGivenUpAfterATimeOut(t *testing.T) {
	for _, c := range []struct {
		floor time.Duration
		away  sim.Time
	}{
		{0, seconds(107)},                 // what was under way, sent at 99 s, is given up after 8 s: the next goes away
		{150 * time.Second, seconds(150)}, // asked at the start: not before 150 s
	} {
		r := moving(time.Second, pinned{90 * time.Second, c.floor})
		r.at(seconds(100), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, balancer.Machine, true) })
		away := r.firstAway()
		assert.GreaterOrEqual(t, away, c.away)
		assert.LessOrEqual(t, away, c.away.Add(9*time.Second))
		failed := 0
		for _, s := range r.tape.settled {
			if !s.Good() {
				failed++
				assert.Equal(t, 8*time.Second, s.Ended.Sub(s.Arrived))
			}
		}
		assert.InDelta(t, away.Sub(seconds(100)).Seconds(), failed, 2)
	}
}

// A node that is gone costs a client that keeps its connection a time-out: only who
// connects tries another address. It does so once, and then stays with that one.
func TestAConnectionIsKeptToTheAddressThatAnswered(t *testing.T) {
	hurt := 0
	for zone := range 3 {
		p := simple()
		p.regions, p.lbs[0].ToPool = []int{3, 1}, 0
		p.pools[0].Region = 1 // so that the backends stay
		p.populations[0].Users = 1
		p.rules.NextAddress, p.rules.Connecting = 250*time.Millisecond, pinned{90 * time.Second, time.Hour}
		p.arrivals = every(10*time.Second, 30, 1)
		r := build(p)
		r.at(seconds(95), func(now sim.Time) { r.plane.LoseZone(now, 0, id.Zone(zone), balancer.Mixed, true) })
		r.finish()
		var slow []time.Duration
		for _, s := range r.tape.settled {
			if took := s.Ended.Sub(s.Arrived); took != 1030*time.Millisecond {
				slow = append(slow, took)
			}
		}
		if slow != nil {
			assert.Equal(t, []time.Duration{8 * time.Second, 1280 * time.Millisecond}, slow)
			hurt++
		}
	}
	assert.Equal(t, 1, hurt, "the zone that the client was told first")
}

// counting counts how often a client asks where to go, after its first time.
type counting struct {
	pinned
	asks *int
}

func (c counting) Resolves(v *policy.Connection) bool { *c.asks++; return c.pinned.Resolves(v) }

// What was sent over a connection that is gone is given up one after the other; only
// the first makes the client open another.
func TestWhatIsGivenUpLateDoesNotCloseAnotherConnection(t *testing.T) {
	asks := 0
	r := moving(time.Second, counting{pinned{90 * time.Second, 0}, &asks})
	r.at(seconds(100), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, balancer.Machine, true) })
	r.finish()
	assert.Equal(t, 8, r.tape.causes()[request.StaleAddress]+r.tape.causes()[request.RegionDown], "sent from 99 s to 106 s")
	assert.Equal(t, 1, asks)
}

func TestConnectionsAreTheSameWhetherOrNotEachAttemptIsAnEvent(t *testing.T) {
	kept := 0
	for world := range uint64(150) {
		p, losses := randomWorld(sim.NewKey(13, 0).At(world))
		p.rules.Connecting = pinned{time.Second, time.Second}
		closed, events := playWith(p, losses, false), playWith(p, losses, true)
		assert.Equal(t, closed.settled, events.settled, "world %d", world)
		p.rules.Connecting = nil
		if without := playWith(p, losses, false); !assert.ObjectsAreEqual(without.settled, closed.settled) {
			kept++
		}
	}
	assert.Greater(t, kept, 20, "connections matter in the worlds")
}

// Measured with Go and Node behind dnsmasq and unbound: where the name moves 5 s after its
// server has died, a client that keeps a connection is told the old address when it loses
// that, and waits for the whole TTL; where it moves before, for none of it.
func TestBehindAQuietNameTheWholeTTLPassesOrNoneOfIt(t *testing.T) {
	for _, c := range []struct {
		moves, away float64
	}{
		{105, 131}, // 100 s, a second until the next request, and 30 s
		{95, 101},
	} {
		p := simple()
		p.regions = []int{1, 1}
		p.lbs = []balancer.LB{p.lbs[0], {Region: 1, Pool: 1, Targets: true, Nodes: 1, NodePerSecond: 1e6}}
		p.pools = append(p.pools, balancer.PoolSpec{Name: "away", Region: 1, Zones: 1, Servers: 4, PerZone: 1, QueueCapacity: 8})
		p.endpoints = []policy.Endpoint{{Rank: 1, Weight: 1}, {Region: 1, Rank: 2, Weight: 1}}
		p.populations[0].Users = 1
		p.ttl, p.quiet = 30*time.Second, true
		p.rules.Connecting = pinned{idle: 90 * time.Second}
		p.arrivals = every(time.Second, 300, 1)
		r := build(p)
		r.at(seconds(c.moves), func(now sim.Time) { r.authority.Publish(0, now, []float64{0, 1}) })
		r.at(seconds(100.5), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, balancer.Process, true) })
		assert.Equal(t, seconds(c.away), r.firstAway()-1, "the name moves at %v s", c.moves)
	}
}
