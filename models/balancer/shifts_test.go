package balancer_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

func TestAZoneOutOfServiceGetsNothingAndIsStillProbed(t *testing.T) {
	r := newRig(nil, inTurn{})
	r.plane.Shift(0, primary, 1, true)
	assert.Equal(t, map[id.Backend]int{0: 3, 2: 3}, r.used(0, 0, 6), "its backend is not chosen")
	assert.Equal(t, map[id.Backend]int{0: 1, 2: 1}, r.used(2, 0, 2), "nor by an LB elsewhere before the same pool")
	assert.Equal(t, map[id.Backend]int{3: 1, 4: 1, 5: 1}, r.used(1, 0, 3), "another region has its zones")
	assert.Equal(t, request.None, r.send(0, 1, 1).Cause, "its node passes on what comes to an old address")
	r.plane.GrayBackends(0, primary, balancer.Part{Zone: 1}, balancer.Gray{Errors: 0.5, Slow: 1}, true)
	assert.Equal(t, health.Condition{Gray: 0.5}, zone(r, 1))
	assert.Equal(t, health.Condition{}, zone(r, 0))
	assert.Equal(t, health.Condition{}, r.probes[0], "probes through the LB meet the zones in service")
	r.plane.Shift(0, primary, 1, false)
	assert.InDelta(t, 0.5/3, r.probes[0].Gray, 1e-9)
	assert.Len(t, r.used(0, 0, 3), 3)
}

// Checks go on beside: what they say counts once the zone is back in service.
func TestAZoneThatIsPutBackIsWhatHealthChecksSay(t *testing.T) {
	r := newRig(nil, inTurn{})
	r.plane.Shift(0, primary, 1, true)
	r.plane.LoseZone(0, primary, 1, balancer.Mixed, true)
	assert.Equal(t, health.Condition{Fails: true, Silent: true}, zone(r, 1))
	r.kernel.Run(seconds(200)) // checks know
	r.plane.Shift(r.kernel.Now(), primary, 1, false)
	assert.NotContains(t, r.used(0, 0, 6), id.Backend(1), "it is dead, and known to be")
	r.plane.LoseZone(r.kernel.Now(), primary, 1, balancer.Mixed, false)
	r.plane.Shift(r.kernel.Now(), primary, 1, true)
	r.kernel.Run(seconds(900))
	assert.NotContains(t, r.used(0, 0, 6), id.Backend(1), "checks that pass do not end a shift")
	r.plane.Shift(r.kernel.Now(), primary, 1, false)
	assert.Contains(t, r.used(0, 0, 6), id.Backend(1))
}

func TestAnLBForwardsWithTheNodesOfZonesInService(t *testing.T) {
	r := newRig(func(lbs []balancer.LB, _ []balancer.PoolSpec, limits *balancer.Limits) {
		lbs[0].NodePerSecond, limits.Burst, limits.SurgeCapacity = 3, 1e9, 0 // room for three at once
	}, inTurn{})
	taken := func() (n int) {
		for i := range 6 {
			if r.send(0, 0, uint64(i)).Cause == request.None {
				n++
			}
		}
		return n
	}
	assert.Equal(t, 3, taken())
	r.kernel.Run(seconds(10))
	r.plane.Shift(seconds(10), primary, 2, true)
	assert.Equal(t, 2, taken(), "two of three zones")
}

func TestWhatIsBusyIsWhatServersWorkOn(t *testing.T) {
	r := newRig(nil, inTurn{})
	assert.Zero(t, r.plane.Busy(0, 0))
	for i := range 3 {
		r.send(0, 0, uint64(i))
	}
	assert.Equal(t, 0.5, r.plane.Busy(0, 0), "3 of 6 servers")
	assert.Equal(t, 0.5, r.plane.Busy(0, 2), "the same pool behind another LB")
	for i := range 9 {
		r.send(0, 0, uint64(i))
	}
	assert.Equal(t, 1.0, r.plane.Busy(0, 0), "who waits keeps no server busy")
	assert.Zero(t, r.plane.Busy(0, 1))
	r.plane.LoseZone(0, primary, 0, balancer.Mixed, true)
	assert.Equal(t, 1.0, r.plane.Busy(0, 0), "of the servers that are up")
	r.plane.LoseRegion(0, primary, request.RegionDown, balancer.Machine, true)
	assert.Zero(t, r.plane.Busy(0, 0))
}

// zone is what probes that see everything meet in a zone.
func zone(r *rig, z id.Zone) health.Condition {
	return (&balancer.Zone{Plane: r.plane, Region: primary, Zone: z, Sight: policy.Sight{Errors: 1, Slow: 1}}).Condition()
}

// Half of the requests of a zone fail, and all take four times as long: of its probes
// as many do as they see of either.
func TestProbesOfAZoneSeeAShareOfEachFault(t *testing.T) {
	r := newRig(nil, inTurn{})
	r.plane.GrayBackends(0, primary, balancer.Part{Zone: 1}, balancer.Gray{Errors: 0.5, Slow: 4}, true)
	takes := time.Duration(4 * float64(r.plane.Service().Distribution.Quantile(0.5)))
	const n = 20_000
	for _, sees := range []policy.Sight{{Errors: 1, Slow: 1}, {Errors: 0.4, Slow: 0.25}, {Errors: 1}, {Slow: 1}, {}} {
		z := &balancer.Zone{Plane: r.plane, Region: primary, Zone: 1, Sight: sees}
		assert.Equal(t, health.Condition{Gray: 0.5 * sees.Errors, Busy: sees.Slow > 0}, z.Condition())
		bad, late := 0.0, 0.0
		for i := range uint64(n) {
			now := sim.Time(i)
			a := z.Probe(now, &caller.Probe{Key: sim.NewKey(5, 0), Nth: i})
			if a.Cause != request.None {
				bad++
			}
			if a.At.Sub(now) > 0 {
				late++
				assert.Equal(t, takes, a.At.Sub(now))
			}
		}
		near := func(share, count float64, what string) {
			assert.InDelta(t, share, count/n, 4*math.Sqrt(share*(1-share)/n)+1e-9, "%s of probes that see %+v", what, sees)
		}
		near(0.5*sees.Errors, bad, "bad")
		near(sees.Slow, late, "late")
	}
	other := &balancer.Zone{Plane: r.plane, Region: primary, Zone: 0, Sight: policy.Sight{Errors: 1, Slow: 1}}
	assert.Equal(t, health.Condition{}, other.Condition())
}
