package data_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/data"
	"failsim/models/policy"
	"failsim/sim"
)

// ioredis 5.11.1, 50 commands a second, measured: with a master that is frozen for 30 s all
// commands succeed at 30.0 s, on the old master, and are lost when it steps down 10 s later.
func TestAClientThatStaysWithAFrozenLeaderLosesAllThatItHeldBack(t *testing.T) {
	spec := data.Spec{PerSecond: 50, Replicas: three(0), Promotion: sentinel(), Clients: policy.StoreClients{Waits: true, Stays: true}}
	r := newRig(spec, 1)
	r.fare(5*time.Second, 0, data.Frozen)
	r.at(34*time.Second, func(sim.Time) { assert.Equal(t, 1.0, r.faces.WritesHang, "0 of 420 within 11 s, n = 8") })
	r.fare(35*time.Second, 0, data.Well)
	f := r.figures(time.Minute)
	assert.Equal(t, 30*time.Second, r.healed(5*time.Second))
	assert.InDelta(t, 50*40.5, f.WritesLost, 25+4.5*math.Sqrt(2025), "30 s held back, and 10 to 11 s until it steps down")

	notices := spec
	notices.Clients.Notice = 3 * time.Second
	r = newRig(notices, 1)
	r.fare(5*time.Second, 0, data.Frozen)
	assert.Zero(t, r.figures(30*time.Second).WritesLost)
	assert.InDelta(t, 4.8, r.healed(5*time.Second).Seconds(), 0.6, "failoverDetector: 4.6 to 5.0 s, n = 3")
}

// go-redis 9.23, measured: refused at once while nobody leads, writable again after 2.81 to
// 2.93 s with Sentinels that name the next leader 0.9 s after it is; frozen, 2.46 to 4.16 s.
func TestAClientThatFailsIsToldAtOnceByWhoRefuses(t *testing.T) {
	for health, hangs := range map[data.Health]float64{data.Dead: 0, data.Frozen: 1} {
		r := newRig(data.Spec{PerSecond: 50, Replicas: three(0), Promotion: sentinel()}, 1)
		r.fare(5*time.Second, 0, health)
		r.at(6*time.Second, func(sim.Time) {
			assert.Equal(t, data.Faces{WritesFail: 1, WritesHang: hangs, Slow: 1}, r.faces, "followers are there to read from")
		})
		r.figures(time.Minute)
		assert.InDelta(t, 2.8, r.healed(5*time.Second).Seconds(), 0.7)
	}
}

// What is held back is written as soon as somebody leads: nothing fails, and nothing is lost
// with a leader whose process has died.
func TestWhatIsHeldBackIsWrittenLater(t *testing.T) {
	r := newRig(data.Spec{PerSecond: 50, Replicas: three(0), Promotion: sentinel(), Clients: policy.StoreClients{Waits: true, Stays: true}}, 1)
	r.fare(5*time.Second, 0, data.Dead)
	r.at(6*time.Second, func(sim.Time) { assert.Equal(t, 1.0, r.faces.WritesHang) })
	assert.Zero(t, r.figures(time.Minute).WritesLost)
	assert.Less(t, r.healed(5*time.Second), 3*time.Second, "a dead process refuses, so nobody stays")
}

// etcd 3.4, a lease of 5 s whose holder is gone at 0: it ends after 5.04 to 5.43 s; 11.2 to
// 12 s if the leader is killed at 4 s; 10.2 to 10.7 s if it is moved then, 18.1 to 18.6 s if
// at 4, 8 and 12 s.
func TestALeaseLivesUntilTheLastLeaderAndItsWholeTime(t *testing.T) {
	quorum := func(run int) *rig {
		return newRig(data.Spec{PerSecond: 1, Replicas: three(0), Acks: policy.Acks{Majority: true, Extends: time.Second, Looks: uniform(0, 500*time.Millisecond)},
			Promotion: &policy.Promotion{Detect: uniform(time.Second, 1900*time.Millisecond), Elect: constant(150 * time.Millisecond), Majority: true}}, run)
	}
	move := func(at time.Duration, to int) func(*rig) {
		return func(r *rig) { r.at(at, func(now sim.Time) { assert.True(t, r.all.Promote(now, 0, to)) }) }
	}
	for name, c := range map[string]struct {
		hit       []func(r *rig)
		low, high float64
	}{
		"nobody touches the leader":    {nil, 5.0, 5.5},
		"the leader is killed at 4 s":  {[]func(r *rig){func(r *rig) { r.fare(4*time.Second, 0, data.Dead) }}, 11.1, 12.6},
		"the leader is moved at 4 s":   {[]func(r *rig){move(4*time.Second, 1)}, 10, 10.7},
		"it is moved at 4, 8 and 12 s": {[]func(r *rig){move(4*time.Second, 1), move(8*time.Second, 2), move(12*time.Second, 0)}, 18, 18.7},
	} {
		for run := range 20 {
			r, over := quorum(run), 0.0
			r.all.Lease(0, 0, 5*time.Second, 0, func(now sim.Time) { over = time.Duration(now).Seconds() })
			for _, hit := range c.hit {
				hit(r)
			}
			r.figures(time.Minute)
			assert.GreaterOrEqual(t, over, c.low, name)
			assert.LessOrEqual(t, over, c.high, name)
		}
	}
}

// While nobody leads no lease ends, and who leads at last begins to count anew.
func TestWithoutALeaderNoLeaseEnds(t *testing.T) {
	r := newRig(data.Spec{PerSecond: 1, Replicas: three(0), Acks: policy.Acks{Majority: true, Looks: constant(0)}}, 1)
	over := time.Duration(0)
	r.at(time.Second, func(now sim.Time) {
		r.all.Lease(now, 0, 5*time.Second, time.Second, func(now sim.Time) { over = time.Duration(now) })
	})
	r.fare(2*time.Second, 0, data.Dead)
	r.at(20*time.Second, func(now sim.Time) { assert.Zero(t, over); r.all.Promote(now, 0, 1) })
	r.figures(time.Minute)
	assert.Equal(t, 25*time.Second, over)
}
