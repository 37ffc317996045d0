package balancer_test

import (
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// small makes LB 0 forward 10 a second, with a burst of 2 s and 5 surge places,
// before backends that are never short of places.
func small(lbs []balancer.LB, _ []balancer.PoolSpec, limits *balancer.Limits) {
	lbs[0].NodePerSecond = 10
	limits.Burst, limits.SurgeCapacity = 2*time.Second, 5
}

func TestABurstIsForwardedThenQueuedThenRefused(t *testing.T) {
	r := newRig(small, inTurn{})
	for i := range 40 {
		a := r.send(0, 0, uint64(i))
		switch {
		case i < 20:
			assert.False(t, a.Queued, "attempt %d fits in the burst", i)
			assert.Equal(t, request.None, a.Cause)
		case i < 25:
			assert.True(t, a.Queued, "attempt %d waits in the surge queue", i)
			assert.Equal(t, seconds(float64(i-19)/10), a.At, "for its turn at 10 a second")
			assert.Equal(t, id.NoBackend, a.Backend)
		default:
			assert.Equal(t, request.SurgeQueueFull, a.Cause, "attempt %d is refused", i)
			assert.False(t, a.Queued || a.Silent)
			assert.Equal(t, sim.Time(0), a.At, "at once")
		}
	}
	r.kernel.Run(seconds(1))
	for i := range 10 {
		assert.Equal(t, i >= 5, r.send(0, 0, uint64(i)).Queued, "a second forwards ten, five of the queue and five of the burst: %d", i)
	}
	assert.Equal(t, request.SurgeQueueFull, r.send(0, 0, 0).Cause)
	r.kernel.Run(seconds(60))
	assert.False(t, r.send(0, 0, 0).Queued, "an LB at rest has its whole burst again")
}

func TestAnLBForwardsAsItHasNodes(t *testing.T) {
	for _, c := range []struct {
		says      string
		nodes     int
		lostZones int
		want      int // attempts within an instant that are not refused
	}{
		{"one node", 1, 0, 20 + 5},
		{"four nodes", 4, 0, 80 + 5},
		{"three nodes, one of three zones lost", 3, 1, 40 + 5},
		{"three nodes, two of three zones lost", 3, 2, 20 + 5},
	} {
		r := newRig(small, inTurn{})
		r.plane.Resize(0, 0, c.nodes)
		for z := range id.Zone(c.lostZones) {
			r.plane.LoseZone(0, primary, z, balancer.Mixed, true)
		}
		taken := 0
		for i := range 200 {
			if a := r.send(0, 2, uint64(i)); a.Cause != request.SurgeQueueFull {
				taken++
			}
		}
		assert.Equal(t, c.want, taken, c.says)
		assert.Equal(t, 200, r.plane.LB(0).Measure(), "%s: demand is measured, refused or not", c.says)
		assert.Zero(t, r.plane.LB(0).Measure(), "%s: since the last look", c.says)
	}
}

func TestAnAttemptLeavesTheSurgeQueueForWhatIsThereThen(t *testing.T) {
	for _, c := range []struct {
		says   string
		change func(r *rig)
		cause  request.Cause
		silent bool
	}{
		{"nothing has changed", func(*rig) {}, request.None, false},
		{"the LB has lost its targets", func(r *rig) { r.plane.Configure(1, 0, false) }, request.LBMisconfigured, false},
		{"the region is lost", func(r *rig) { r.plane.LoseRegion(1, primary, request.ProviderDown, balancer.Machine, true) }, request.ProviderDown, true},
		{"something shared is lost", func(r *rig) { r.plane.ShareFate(1, primary, true) }, request.CommonMode, false},
	} {
		r := newRig(small, inTurn{})
		for i := range 20 {
			r.send(0, 0, uint64(i))
		}
		a := r.send(0, 0, 20)
		assert.True(t, a.Queued)
		c.change(r)
		r.kernel.Run(a.At)
		a = r.plane.Serve(a.At, r.plane.LB(0), 0, 20)
		assert.Equal(t, c.cause, a.Cause, c.says)
		assert.Equal(t, c.silent, a.Silent, c.says)
		assert.Equal(t, c.cause == request.None, a.Backend >= 0, c.says)
	}
}

func TestBackendsQueueThenRefuse(t *testing.T) {
	r := newRig(func(_ []balancer.LB, pools []balancer.PoolSpec, _ *balancer.Limits) { pools[0].QueueCapacity = 4 }, inTurn{})
	// Three backends of two servers and eight places.
	for i := range 3 * (2 + 8) {
		a := r.send(0, 0, uint64(i))
		round := i / 3 / 2 // who comes before at the same backend, by pairs
		assert.Equal(t, request.None, a.Cause)
		assert.Equal(t, seconds(float64(round)), a.Start, "attempt %d", i)
		assert.Equal(t, seconds(float64(round+1)), a.At)
		assert.Equal(t, work, a.Work)
	}
	assert.Equal(t, request.OverloadPrimary, r.send(0, 0, 99).Cause)
	r.kernel.Run(seconds(1))
	assert.Equal(t, request.None, r.send(0, 0, 99).Cause, "places are free again")
}

func TestServersAreSpreadEvenlyOverZones(t *testing.T) {
	for _, c := range []struct {
		says             string
		servers, perZone int
		want             []int // servers of each backend
	}{
		{"as many as zones", 3, 1, []int{1, 1, 1}},
		{"one too many", 7, 1, []int{3, 2, 2}},
		{"fewer than zones", 2, 1, []int{1, 1}},
		{"a single one", 1, 2, []int{1}},
		{"two backends a zone", 14, 2, []int{3, 3, 2, 2, 2, 2}},
	} {
		r := newRig(func(_ []balancer.LB, pools []balancer.PoolSpec, _ *balancer.Limits) {
			pools[0].Servers, pools[0].PerZone, pools[0].QueueCapacity = c.servers, c.perZone, 1
		}, inTurn{})
		total := 2 * c.servers // a place a server
		counts := map[id.Backend]int{}
		for i := 0; total > 0; i++ {
			if a := r.send(0, 0, uint64(i)); a.Cause == request.None {
				counts[a.Backend]++
				total--
			}
		}
		for i, n := range c.want {
			assert.Equal(t, 2*n, counts[id.Backend(i)], "%s: backend %d", c.says, i)
		}
		assert.Len(t, counts, len(c.want), c.says)
	}
}

func TestForwardingDoesNotAllocate(t *testing.T) {
	r := newRig(nil, inTurn{})
	now, draw := sim.Time(0), uint64(0)
	assert.Zero(t, testing.AllocsPerRun(1000, func() {
		now, draw = now.Add(time.Second), draw+8
		a := r.plane.Forward(now, r.plane.LB(0), 0, draw)
		r.plane.Open(r.plane.LB(0), a.Backend, a.At)
	}))
}
