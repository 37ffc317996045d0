package operations_test

import (
	"testing"
	"time"

	"failsim/models/operations"

	"github.com/stretchr/testify/assert"
)

var plain = operations.Habits{StartsIn: in(time.Minute), Grace: 30 * time.Second}

func scaled(h operations.Habits, s operations.Scaling) *rig {
	r := newRig(20, 4, h)
	r.pool.Rolls(operations.Rolling{})
	r.pool.Scales(s)
	return r
}

var tracking = operations.Scaling{Target: 0.5, Period: time.Minute, Tolerance: 0.1, InWindow: 5 * time.Minute, Least: 2, Most: 10}

// Target tracking: ceil(work / target) servers, as the documentation of the horizontal
// pod autoscaler says: ceil(replicas x metric / target).
func TestAnAutoscalerWantsAsManyAsAreBusyAtItsTarget(t *testing.T) {
	r := scaled(plain, tracking)
	r.load = 3
	r.runTo(10 * time.Minute)
	assert.Equal(t, 6, r.serving())
	assert.Contains(t, r.text(), "1m0s the autoscaler wants 6 servers instead of 4")
	assert.Contains(t, r.text(), "2m0s 4 in", "a start takes a minute")
}

func TestWithinItsToleranceNothingChanges(t *testing.T) {
	r := scaled(plain, tracking)
	r.load = 2.15 // of 4 at 50 %: 7.5 % more
	r.runTo(time.Hour)
	assert.Empty(t, r.course)
}

// The hazard: where traffic is away, servers are taken away, and are missed when it is
// back, until new ones have started.
func TestServersAreTakenAwayWhileTrafficIsAndMissedWhenItIsBack(t *testing.T) {
	r := scaled(plain, tracking)
	r.load = 2
	r.runTo(10 * time.Minute)
	r.load = 0
	r.runTo(15*time.Minute + 30*time.Second)
	assert.Equal(t, 4, r.serving(), "for the scale-in window four were wanted")
	r.runTo(30 * time.Minute)
	assert.Equal(t, 2, r.serving())
	r.load = 3
	r.runTo(31*time.Minute + 59*time.Second)
	assert.Equal(t, 2, r.serving(), "a minute to notice and a minute to start")
	r.runTo(32*time.Minute + time.Second)
	assert.Equal(t, 4, r.serving(), "two that are full look like no more than four at the target")
	r.runTo(40 * time.Minute)
	assert.Equal(t, 6, r.serving())
}

func TestMoreAreNeverWantedThanTheQuota(t *testing.T) {
	r := scaled(plain, tracking)
	r.load = 100
	r.runTo(time.Hour)
	assert.Equal(t, 10, r.serving())
}

func TestACoolDownHoldsBackTheNextGrowth(t *testing.T) {
	s := tracking
	s.CoolDown = 10 * time.Minute
	r := scaled(plain, s)
	r.load = 100
	r.runTo(10 * time.Minute)
	assert.Equal(t, 8, r.serving(), "twice as many, once")
	r.runTo(20 * time.Minute)
	assert.Equal(t, 10, r.serving())
}

// Each start fails half the time: a geometric number of tries, of 60 s and 60 s of
// waiting. Of 600 starts the mean is 60 + 120 s, within four standard errors (170 s each).
func TestStartsThatFailAreTriedAgain(t *testing.T) {
	sum, n := 0.0, 0
	for seed := range 100 {
		h := plain
		h.Fails, h.Again = 0.5, time.Minute
		r := newSeededRig(seed, 20, 4, h)
		s := tracking
		r.pool.Scales(s)
		r.load = 100
		r.runTo(time.Minute + time.Second)
		for r.serving() < 8 && r.kernel.Now() < 1e15 {
			before := r.serving()
			r.load = 0.5 * 8
			r.runTo(time.Duration(r.kernel.Now()) + time.Second)
			sum += float64(r.serving()-before) * (time.Duration(r.kernel.Now()) - time.Minute).Seconds()
			n += r.serving() - before
		}
	}
	assert.Equal(t, 400, n)
	assert.InDelta(t, 180, sum/float64(n), 4*170/20.0)
}
