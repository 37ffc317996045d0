package balancer_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// An LB notes whether all is as it nearly always is, so that a request through it
// takes one look instead of five. What becomes of each request must be the same as
// where it takes all five, whatever has happened before. The mistake this would
// catch: a change after which an LB does not take note anew.
func TestTheFastWayThroughAnLBIsTheLongWay(t *testing.T) {
	fast, long, seen := 0, 0, map[request.Cause]int{}
	for world := range uint64(150) {
		short, whole := newRig(strain, fewest{}), newRig(strain, fewest{})
		both := []*rig{short, whole}
		w := &upheaval{key: sim.NewKey(23, 0).At(world)}
		now := sim.Time(0)
		for draw := range uint64(400) {
			now = now.Add(time.Duration(w.draw() * float64(time.Second)))
			for _, r := range both {
				r.kernel.Run(now)
			}
			if w.draw() < 0.1 {
				change := w.change()
				for _, r := range both {
					change(r.plane, now)
				}
			}
			lb, zone := id.LB(w.below(3)), id.Zone(w.below(3))
			if short.plane.Plain(lb) {
				fast++
			} else {
				long++
			}
			whole.plane.TakeTheLongWay()
			a := short.send(lb, zone, draw<<3)
			require.Equal(t, whole.send(lb, zone, draw<<3), a, "world %d, request %d through LB %d", world, draw, lb)
			require.Equal(t, whole.plane.LB(lb).Measure(), short.plane.LB(lb).Measure(), "each counts what arrives")
			seen[a.Cause]++
		}
		require.Equal(t, whole.losses, short.losses)
		require.Equal(t, whole.probes, short.probes)
	}
	assert.Greater(t, fast, 10_000)
	assert.Greater(t, long, 10_000)
	for _, c := range []request.Cause{request.None, request.RegionDown, request.ZoneDown, request.BackendDown, request.CommonMode, request.LBMisconfigured,
		request.NoHealthyTarget, request.ServerError, request.OverloadPrimary, request.TimedOutInSurgeQueue, request.SurgeQueueFull} {
		assert.Greater(t, seen[c], 10, "the worlds see %v", c)
	}
}

// strain makes LBs and backends so small that a few requests are too many.
func strain(lbs []balancer.LB, pools []balancer.PoolSpec, limits *balancer.Limits) {
	for i := range lbs {
		lbs[i].NodePerSecond = 0.9
	}
	for i := range pools {
		pools[i].Servers, pools[i].QueueCapacity = 3, 0
	}
	limits.Burst, limits.SurgeCapacity = 2*time.Second, 3
	limits.Check.Interval, limits.Check.Timeout, limits.Check.Healthy = 5*time.Second, time.Second, 2
}

// upheaval is what happens to a world, drawn.
type upheaval struct {
	key   sim.Key
	index uint64
	undo  []func(d *balancer.DataPlane, now sim.Time)
}

func (u *upheaval) draw() float64 { u.index++; return u.key.Float64(u.index) }

func (u *upheaval) below(n int) int { u.index++; return u.key.IntN(u.index, n) }

// change draws something that befalls a data plane, or the end of what did.
func (u *upheaval) change() func(d *balancer.DataPlane, now sim.Time) {
	if n := len(u.undo); n > 0 && u.draw() < 0.5 {
		i := u.below(n)
		end := u.undo[i]
		u.undo = slices.Delete(u.undo, i, i+1)
		return end
	}
	region, zone, lb := id.Region(u.below(2)), id.Zone(u.below(3)), id.LB(u.below(3))
	part := balancer.Part{Zone: id.AnyZone, First: 1 + u.below(3), Of: 3}
	var befalls func(d *balancer.DataPlane, now sim.Time, so bool)
	switch u.below(8) {
	case 0:
		befalls = func(d *balancer.DataPlane, now sim.Time, so bool) {
			d.LoseRegion(now, region, request.RegionDown, balancer.Machine, so)
		}
	case 1:
		befalls = func(d *balancer.DataPlane, now sim.Time, so bool) { d.LoseZone(now, region, zone, balancer.Mixed, so) }
	case 2:
		befalls = func(d *balancer.DataPlane, now sim.Time, so bool) { d.ShareFate(now, region, so) }
	case 3:
		gray := balancer.Gray{Errors: 0.5 * u.draw(), Slow: 1 + u.draw()}
		befalls = func(d *balancer.DataPlane, now sim.Time, so bool) { d.Gray(now, region, gray, so) }
	case 4:
		gray := balancer.Gray{Errors: 0.5 * u.draw(), Slow: 1, ErrorAfter: time.Millisecond}
		befalls = func(d *balancer.DataPlane, now sim.Time, so bool) { d.GrayBackends(now, region, part, gray, so) }
	case 5:
		as := balancer.Death(u.below(3))
		befalls = func(d *balancer.DataPlane, now sim.Time, so bool) { d.LoseBackends(now, region, part, as, so) }
	case 6:
		befalls = func(d *balancer.DataPlane, now sim.Time, so bool) { d.Configure(now, lb, !so) }
	case 7:
		befalls = func(d *balancer.DataPlane, now sim.Time, so bool) { d.Shift(now, region, zone, so) }
	}
	u.undo = append(u.undo, func(d *balancer.DataPlane, now sim.Time) { befalls(d, now, false) })
	return func(d *balancer.DataPlane, now sim.Time) { befalls(d, now, true) }
}
