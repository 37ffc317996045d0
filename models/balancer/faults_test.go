package balancer_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/request"

	"github.com/stretchr/testify/assert"
)

func TestAnLBAnswersWithTheConfigurationThatItHolds(t *testing.T) {
	r := newRig(nil, inTurn{})
	r.plane.Configure(0, 0, false)
	a := r.send(0, 0, 1)
	assert.Equal(t, balancer.Answer{Fate: balancer.Fate{Cause: request.LBMisconfigured}, Backend: -1}, a, "an error at once")
	assert.Equal(t, health.Condition{Fails: true}, r.probes[0], "a probe through the LB meets the same")
	assert.Equal(t, request.None, r.send(2, 0, 1).Cause, "the same backends are well behind another LB")
	assert.Equal(t, uint64(1), r.plane.LB(0).Version)
	r.plane.Configure(0, 0, true)
	assert.Equal(t, request.None, r.send(0, 0, 1).Cause)
	assert.Equal(t, health.Condition{}, r.probes[0])
	assert.Equal(t, uint64(2), r.plane.LB(0).Version)
}

func TestALostZoneTakesItsNodesAndItsBackends(t *testing.T) {
	r := newRig(nil, fewest{})
	for i := range 6 {
		r.send(0, 0, uint64(i))
	}
	r.kernel.Run(seconds(0.5))
	r.plane.LoseZone(seconds(0.5), primary, 1, balancer.Mixed, true)
	assert.Equal(t, []loss{{1, request.ZoneDown, false}}, r.losses, "what the backend worked on ends with an error")

	a := r.send(0, 1, 7)
	assert.Equal(t, request.ZoneDown, a.Cause)
	assert.True(t, a.Silent, "nobody answers at the address of a lost node")
	assert.False(t, r.plane.ZoneUp(primary, 1))
	assert.True(t, r.plane.ZoneUp(away, 1))

	r.kernel.Run(seconds(2)) // all is answered
	before := 0
	for i := range 9 {
		a := r.send(0, 0, uint64(i))
		if a.Backend == 1 {
			before++
			assert.Equal(t, request.ZoneDown, a.Cause)
			assert.Equal(t, seconds(2).Add(check.Timeout), a.At, "the LB waits for a dead backend")
			assert.Zero(t, a.Work)
		}
	}
	assert.Equal(t, 3, before, "until health checks know, a dead backend gets its share, not more: what waits for it counts as open")
}

func TestHealthChecksEjectAndTakeBack(t *testing.T) {
	r := newRig(nil, inTurn{})
	r.plane.LoseZone(0, primary, 1, balancer.Mixed, true)
	r.kernel.Run(seconds(35) - 1)
	assert.Contains(t, r.used(0, 0, 30), id.Backend(1), "not before two probes have failed, of which the second times out")
	r.kernel.Run(seconds(65))
	assert.Equal(t, map[id.Backend]int{0: 15, 2: 15}, r.used(0, 0, 30), "within two intervals and the time-out")
	assert.Equal(t, health.Condition{}, r.probes[0], "a probe through the LB sees two backends of three")

	r.plane.LoseZone(seconds(65), primary, 1, balancer.Mixed, false)
	assert.Equal(t, request.None, r.send(0, 1, 0).Cause, "its node answers at once")
	r.kernel.Run(seconds(65 + 270 - 1))
	assert.NotContains(t, r.used(0, 0, 30), id.Backend(1), "not before ten probes have passed")
	r.kernel.Run(seconds(65 + 300))
	assert.Equal(t, map[id.Backend]int{0: 10, 1: 10, 2: 10}, r.used(0, 0, 30))
}

func TestALostRegionIsSilentAndComesBackSlowly(t *testing.T) {
	r := newRig(nil, inTurn{})
	r.plane.LoseRegion(0, primary, request.RegionDown, balancer.Machine, true)
	assert.Equal(t, []loss{{0, request.RegionDown, true}, {1, request.RegionDown, true}, {2, request.RegionDown, true}}, r.losses)
	a := r.send(0, 0, 1)
	assert.Equal(t, request.RegionDown, a.Cause)
	assert.True(t, a.Silent)
	assert.Equal(t, health.Condition{Fails: true, Silent: true}, r.probes[0])

	a = r.send(2, 0, 1)
	assert.Equal(t, request.RegionDown, a.Cause, "an LB elsewhere waits for backends in the lost region")
	assert.False(t, a.Silent)
	assert.Equal(t, health.Condition{Fails: true}, r.probes[2], "and a probe through it fails, with an answer")
	assert.Equal(t, request.None, r.send(1, 0, 1).Cause)

	r.kernel.Run(seconds(65))
	assert.Equal(t, request.NoHealthyTarget, r.send(2, 0, 1).Cause, "until its health checks know")
	r.plane.LoseRegion(seconds(65), primary, request.RegionDown, balancer.Machine, false)
	assert.Equal(t, request.NoHealthyTarget, r.send(0, 0, 1).Cause, "the LB is back before its backends have passed their checks")
	assert.Equal(t, health.Condition{Fails: true}, r.probes[0], "and a probe through it sees that")
	r.kernel.Run(seconds(65 + 300))
	assert.Equal(t, request.None, r.send(0, 0, 1).Cause)
	assert.Equal(t, health.Condition{}, r.probes[0])
	assert.Len(t, r.losses, 3)
}

func TestFaultsOverlap(t *testing.T) {
	r := newRig(nil, inTurn{})
	cause := func() request.Cause { return r.send(0, 0, 1).Cause }
	r.plane.LoseRegion(0, primary, request.RegionDown, balancer.Machine, true)
	r.plane.LoseRegion(0, primary, request.ProviderDown, balancer.Machine, true)
	assert.Equal(t, request.ProviderDown, cause())
	r.plane.LoseRegion(0, primary, request.RegionDown, balancer.Machine, false)
	assert.Equal(t, request.ProviderDown, cause(), "the provider is still lost")
	r.plane.LoseRegion(0, primary, request.ProviderDown, balancer.Machine, false)
	assert.Equal(t, request.None, cause())

	r.plane.LoseZone(0, primary, 0, balancer.Mixed, true)
	r.plane.LoseZone(0, primary, 0, balancer.Mixed, true)
	r.plane.LoseZone(0, primary, 0, balancer.Mixed, false)
	assert.Equal(t, request.ZoneDown, cause(), "lost twice, given back once")
	r.plane.LoseZone(0, primary, 0, balancer.Mixed, false)
	assert.Equal(t, request.None, cause())

	r.plane.ShareFate(0, primary, true)
	r.plane.ShareFate(0, primary, true)
	r.plane.ShareFate(0, primary, false)
	assert.Equal(t, request.CommonMode, cause())
	assert.Equal(t, health.Condition{Fails: true}, r.probes[0])
	r.plane.ShareFate(0, primary, false)
	assert.Equal(t, request.None, cause())
	assert.Equal(t, health.Condition{}, r.probes[0])
}

func TestGrayBackendsFailAShareAndTakeLonger(t *testing.T) {
	r := newRig(func(_ []balancer.LB, pools []balancer.PoolSpec, _ *balancer.Limits) { pools[0].Servers = 60_000 }, inTurn{})
	const n = 20_000
	failed := func() (share float64, took time.Duration) {
		for i := range n {
			a := r.send(0, 0, uint64(i)<<3)
			if a.Cause == request.ServerError {
				share += 1.0 / n
			}
			took = a.At.Sub(r.kernel.Now())
		}
		r.kernel.Run(r.kernel.Now().Add(time.Minute))
		return share, took
	}
	for _, c := range []struct {
		says   string
		change func()
		share  float64
		took   time.Duration
	}{
		{"before", func() {}, 0, work},
		{"one in five fails", func() { r.plane.Gray(r.kernel.Now(), primary, balancer.Gray{Errors: 0.2, Slow: 1}, true) }, 0.2, work},
		{"and another fault takes four times as long", func() { r.plane.Gray(r.kernel.Now(), primary, balancer.Gray{Errors: 0, Slow: 4}, true) }, 0.2, 4 * work},
		{"and a third does both", func() { r.plane.Gray(r.kernel.Now(), primary, balancer.Gray{Errors: 0.5, Slow: 1.5}, true) }, 0.6, 6 * work},
		{"the first ends", func() { r.plane.Gray(r.kernel.Now(), primary, balancer.Gray{Errors: 0.2, Slow: 1}, false) }, 0.5, 6 * work},
		{"the third ends", func() { r.plane.Gray(r.kernel.Now(), primary, balancer.Gray{Errors: 0.5, Slow: 1.5}, false) }, 0, 4 * work},
		{"all have ended", func() { r.plane.Gray(r.kernel.Now(), primary, balancer.Gray{Errors: 0, Slow: 4}, false) }, 0, work},
	} {
		c.change()
		share, took := failed()
		assert.InDelta(t, c.share, share, 4*math.Sqrt(c.share*(1-c.share)/n)+1e-9, c.says)
		assert.Equal(t, c.took, took, c.says)
		assert.InDelta(t, c.share, r.probes[0].Gray, 1e-9, "%s: probes through the LB fail as often", c.says)
		assert.Zero(t, r.probes[1].Gray, "%s: the other region is well", c.says)
	}
}

func TestAStandbyGrows(t *testing.T) {
	r := newRig(nil, inTurn{})
	assert.Equal(t, map[id.Backend]int{3: 10, 4: 10, 5: 10}, r.used(1, 0, 30), "three backends of one server")
	r.kernel.Run(seconds(60))
	r.plane.LoseZone(seconds(60), away, 2, balancer.Mixed, true)
	r.kernel.Run(seconds(200))
	r.plane.Grow(seconds(200), 1)
	assert.Equal(t, map[id.Backend]int{3: 10, 4: 10, 6: 10, 7: 10, 8: 10}, r.used(1, 0, 50), "the one in the lost zone is tried at first")
	r.kernel.Run(seconds(300))
	assert.Equal(t, map[id.Backend]int{3: 10, 4: 10, 6: 10, 7: 10}, r.used(1, 0, 40))
	r.plane.LoseZone(seconds(300), away, 2, balancer.Mixed, false)
	r.kernel.Run(seconds(600))
	assert.Equal(t, map[id.Backend]int{3: 10, 4: 10, 5: 10, 6: 10, 7: 10, 8: 10}, r.used(1, 0, 60))
	r.plane.Grow(seconds(600), 1)
	assert.Len(t, r.used(1, 0, 60), 6, "growing twice does nothing more")
}

// A backend that is added in a lost zone, which comes back before health
// checks know that it was lost, must not be forgotten.
func TestAStandbyThatGrowsInALostZoneIsNotForgotten(t *testing.T) {
	r := newRig(nil, inTurn{})
	r.plane.LoseZone(0, away, 2, balancer.Mixed, true)
	r.plane.Grow(0, 1)
	r.plane.LoseZone(1, away, 2, balancer.Mixed, false)
	r.kernel.Run(seconds(600))
	assert.Len(t, r.used(1, 0, 60), 6)
}

func TestTheWayToDistantBackendsTakesItsTime(t *testing.T) {
	r := newRig(nil, inTurn{})
	assert.Equal(t, seconds(1), r.send(0, 0, 1).At)
	assert.Equal(t, seconds(1.07), r.send(2, 0, 1).At)
}

func TestAProbeAroundAnLBSeesItsBackendsOnly(t *testing.T) {
	failing, silent := health.Condition{Fails: true}, health.Condition{Fails: true, Silent: true}
	for _, c := range []struct {
		says            string
		change          func(r *rig)
		through, around health.Condition // of LB 2, in one region before backends in another
	}{
		{"all is well", func(*rig) {}, health.Condition{}, health.Condition{}},
		{"the LB has lost its targets", func(r *rig) { r.plane.Configure(0, 2, false) }, failing, health.Condition{}},
		{"the LB's region is lost", func(r *rig) { r.plane.LoseRegion(0, away, request.RegionDown, balancer.Machine, true) }, silent, health.Condition{}},
		{"the backends' region is lost", func(r *rig) { r.plane.LoseRegion(0, primary, request.RegionDown, balancer.Machine, true) }, failing, silent},
		{"the backends' region is back, but they have yet to pass their checks", func(r *rig) {
			r.plane.LoseRegion(0, primary, request.RegionDown, balancer.Machine, true)
			r.kernel.Run(seconds(65))
			r.plane.LoseRegion(seconds(65), primary, request.RegionDown, balancer.Machine, false)
		}, failing, health.Condition{}}, // the mistake was to ask the LB what it believes
		{"every zone of the backends is lost", func(r *rig) {
			for z := range id.Zone(3) {
				r.plane.LoseZone(0, primary, z, balancer.Mixed, true)
			}
		}, failing, silent},
		{"all but one zone of the backends are lost", func(r *rig) {
			r.plane.LoseZone(0, primary, 0, balancer.Mixed, true)
			r.plane.LoseZone(0, primary, 1, balancer.Mixed, true)
		}, health.Condition{}, health.Condition{}},
		{"the LB shares the others' fate", func(r *rig) { r.plane.ShareFate(0, away, true) }, failing, health.Condition{}},
		{"the backends do", func(r *rig) { r.plane.ShareFate(0, primary, true) }, health.Condition{}, failing},
		{"the backends fail one in five", func(r *rig) { r.plane.Gray(0, primary, balancer.Gray{Errors: 0.2, Slow: 1}, true) }, health.Condition{Gray: 0.2}, health.Condition{Gray: 0.2}},
		{"the LB's region, which only forwards, fails one in five", func(r *rig) { r.plane.Gray(0, away, balancer.Gray{Errors: 0.2, Slow: 1}, true) },
			health.Condition{Gray: 0.2}, health.Condition{}},
		{"both regions do", func(r *rig) {
			r.plane.Gray(0, away, balancer.Gray{Errors: 0.2, Slow: 1}, true)
			r.plane.Gray(0, primary, balancer.Gray{Errors: 0.2, Slow: 1}, true)
		}, health.Condition{Gray: 0.36}, health.Condition{Gray: 0.2}},
	} {
		r := newRig(nil, inTurn{})
		c.change(r)
		through, around := r.plane.Condition(2), r.plane.Behind(2)
		through.Gray, around.Gray = math.Round(through.Gray*1e9)/1e9, math.Round(around.Gray*1e9)/1e9
		assert.Equal(t, c.through, through, "%s: through the LB", c.says)
		assert.Equal(t, c.around, around, "%s: around it", c.says)
	}
}
