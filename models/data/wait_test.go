package data_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/data"
	"failsim/models/policy"
	"failsim/sim"
)

// What a write waits for is drawn here follower by follower, and sorted: the answer of the
// one that makes the number full ends it. Held against failsim's by quantiles.
func TestAWriteWaitsForTheAnswersOfItsFollowers(t *testing.T) {
	replicas := []data.Replica{{Name: "a"}, {Name: "b", OneWay: time.Millisecond, Lag: 4 * time.Millisecond}, {Name: "c", OneWay: 35 * time.Millisecond, Lag: 2 * time.Millisecond},
		{Name: "d", OneWay: 2 * time.Millisecond, Lag: 10 * time.Millisecond}, {Name: "e", OneWay: 35 * time.Millisecond}}
	for _, c := range []struct {
		acks policy.Acks
		nth  int
	}{{policy.Acks{Followers: 1}, 0}, {policy.Acks{Followers: 3}, 2}, {policy.Acks{Majority: true}, 1}, {policy.Acks{Followers: 4}, 3}} {
		r := newRig(data.Spec{PerSecond: 1, Replicas: replicas, Acks: c.acks}, 1)
		r.all.Begin(0)
		require.NotNil(t, r.waits)
		var direct []float64
		key := sim.NewKey(5, 0)
		for i := range uint64(20_000) {
			var took []float64
			for k, f := range replicas[1:] {
				took = append(took, 2*f.OneWay.Seconds()-f.Lag.Seconds()*math.Log(key.Float64(8*i+uint64(k))))
			}
			slices.Sort(took)
			direct = append(direct, took[c.nth])
		}
		slices.Sort(direct)
		for _, q := range []float64{0.05, 0.25, 0.5, 0.75, 0.95} {
			assert.InEpsilon(t, direct[int(q*20_000)], r.waits.Quantile(q).Seconds(), 0.04, "%+v at %g", c.acks, q)
		}
		mean, _ := moments(direct)
		whole, _ := r.waits.Mean()
		assert.InEpsilon(t, mean, whole.Seconds(), 0.02, "%+v", c.acks)
	}
}

// By hand: a leader whose only near follower is gone waits for the far one, 70 ms; who waits
// for nobody waits for nothing; and one that leads elsewhere has other ways.
func TestWhoIsLeftIsWaitedFor(t *testing.T) {
	ms := time.Millisecond
	ways := [][]time.Duration{{0, ms, 35 * ms}, {ms, 0, 20 * ms}, {35 * ms, 20 * ms, 0}}
	r := newRig(data.Spec{PerSecond: 1, Replicas: three(0), Ways: ways, Acks: policy.Acks{Followers: 1}}, 1)
	waits := func() time.Duration {
		if r.waits == nil {
			return 0
		}
		d, _ := r.waits.Mean()
		return d.Round(ms)
	}
	r.all.Begin(0)
	assert.Equal(t, 2*ms, waits())
	r.fare(time.Second, 1, data.Dead)
	assert.Equal(t, 70*ms, waits())
	r.fare(2*time.Second, 1, data.Well)
	r.at(3*time.Second, nil)
	assert.Equal(t, 2*ms, waits())
	r.at(4*time.Second, func(now sim.Time) { r.all.Promote(now, 0, 2) })
	assert.Equal(t, 40*ms, waits(), "b is nearer to c than a is")
	none := newRig(data.Spec{PerSecond: 1, Replicas: three(0), Ways: ways}, 1)
	none.all.Begin(0)
	assert.Nil(t, none.waits)
}

// Those of a place that are cut off together hear each other: a leader that waits for a
// follower beside it acknowledges on, and all of it is thrown away; alone it hangs.
func TestThoseWhoAreCutOffTogetherHearEachOther(t *testing.T) {
	replicas := []data.Replica{{Name: "a", Writers: 0.5, Place: 1}, {Name: "b", Place: 1}, {Name: "c", Place: 2}, {Name: "d", Place: 2}}
	for _, together := range []bool{true, false} {
		r := newRig(data.Spec{PerSecond: 100, Replicas: replicas, Acks: policy.Acks{Followers: 1}, Promotion: sentinel()}, 1)
		cut := func(at time.Duration, is bool) {
			r.at(at, func(now sim.Time) {
				if together {
					r.all.CutOff(now, 0, 1, is)
				} else {
					r.all.Cut(now, 0, 0, is)
				}
			})
		}
		cut(10*time.Second, true)
		cut(70*time.Second, false)
		f := r.figures(5 * time.Minute)
		if together {
			assert.InDelta(t, 50*60, f.WritesLost, 4.5*math.Sqrt(3000), "until it is joined again: b, too, learns there who leads")
			assert.Greater(t, f.Split, 50.0)
		} else {
			assert.InDelta(t, 0, f.WritesLost, 4.5*math.Sqrt(550))
			assert.InDelta(t, 50*60, f.InDoubt, 700, "they hang")
		}
	}
}

// Of five that need a majority, three on one side: a leader among them goes on, and with
// only two beside it nobody does.
func TestAMajorityThatIsCutOffGoesOn(t *testing.T) {
	raft := &policy.Promotion{Detect: constant(time.Second), Elect: constant(0), Majority: true}
	for beside, fails := range map[int]float64{2: 0.4, 1: 1} {
		replicas := []data.Replica{{Name: "a", Writers: 0.6, Place: 1}, {Name: "b"}, {Name: "c"}, {Name: "d"}, {Name: "e"}}
		for i := range beside {
			replicas[1+i].Place = 1
		}
		r := newRig(data.Spec{PerSecond: 100, Replicas: replicas, Acks: policy.Acks{Majority: true}, Promotion: raft}, 1)
		r.at(10*time.Second, func(now sim.Time) { r.all.CutOff(now, 0, 1, true) })
		r.at(10500*time.Millisecond, nil)
		assert.InDelta(t, fails, r.faces.WritesFail, 1e-9)
		r.at(20*time.Second, func(now sim.Time) { r.all.CutOff(now, 0, 1, false) })
		f := r.figures(time.Minute)
		assert.Zero(t, f.WritesLost)
		assert.Zero(t, f.Split)
	}
}
