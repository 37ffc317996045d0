package balancer_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/balancer"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/sim"
)

// pupil notes what it is told, in a memory of the LB's own, and shows it to the
// test when that LB next chooses.
type pupil struct {
	inTurn
	seen *lesson
}

type lesson struct {
	reported *[]policy.Ending
	picked   id.Member
}

func (pupil) Fresh(*policy.Targets, sim.Key) any { return &[]policy.Ending{} }

func (pupil) Learn(t *policy.Targets, e *policy.Ending) {
	reported := t.Memory.(*[]policy.Ending)
	*reported = append(*reported, *e)
}

func (p pupil) Pick(t *policy.Targets, u uint64) id.Member {
	*p.seen = lesson{t.Memory.(*[]policy.Ending), p.inTurn.Pick(t, u)}
	return p.seen.picked
}

// TestEachEndingIsToldOnceAndInOrder holds what a strategy learns against a list
// that is searched anew each time: an LB is notified of its own attempts alone, of
// each once, in the order of their ends, before it next chooses.
func TestEachEndingIsToldOnceAndInOrder(t *testing.T) {
	kinds := map[policy.Outcome]int{}
	for world := range uint64(60) {
		k := sim.NewKey(11, int(world))
		var seen lesson
		lbs := []balancer.LB{{Targets: true, Nodes: 1, NodePerSecond: 1e6, ToPool: time.Millisecond}, {Targets: true, Nodes: 1, NodePerSecond: 1e6}}
		pools := []balancer.PoolSpec{{Name: "p", Zones: 1, Servers: 4, PerZone: 4, QueueCapacity: 1}}
		r := &rig{probes: map[id.LB]health.Condition{}}
		r.build(&topology.Map{Regions: []topology.Region{{Name: "a/home", Zones: 1}}}, lbs, pools,
			balancer.Limits{Burst: time.Minute, SurgeCapacity: 1024, Check: policy.Check{ProbeTiming: check}}, pupil{seen: &seen})
		r.plane.Gray(0, 0, balancer.Gray{Errors: 0.3, Slow: 1}, true) // three in ten fail
		type open struct {
			policy.Ending
			order int
		}
		all := [2][]open{}
		reported := [2]int{}
		at := sim.Time(0)
		for i := range 400 {
			at = at.Add(time.Duration(k.IntN(uint64(4*i), 700)) * time.Millisecond)
			lb := id.LB(k.IntN(uint64(4*i+1), 2))
			a := r.plane.Forward(at, r.plane.LB(lb), 0, uint64(8*i))
			ended := 0
			list := slices.Clone(all[lb])
			slices.SortStableFunc(list, func(x, y open) int {
				if x.Ended != y.Ended {
					return int(x.Ended - y.Ended)
				}
				return x.order - y.order
			})
			for ended < len(list) && list[ended].Ended <= at {
				ended++
			}
			require.Len(t, (*seen.reported), ended, "attempt %d of world %d", i, world)
			for j := reported[lb]; j < ended; j++ {
				require.Equal(t, list[j].Ending, (*seen.reported)[j], "ending %d at attempt %d of world %d", j, i, world)
				kinds[list[j].Outcome]++
			}
			reported[lb] = ended
			e := open{policy.Ending{Backend: seen.picked, Sent: at, Ended: a.At}, i}
			if a.Backend < 0 { // the backend has no place for it
				e.Outcome = policy.Failed
				all[lb] = append(all[lb], e)
				continue
			}
			if a.Cause == request.ServerError {
				e.Outcome = policy.Failed
			}
			if k.IntN(uint64(4*i+2), 4) == 0 { // the client hangs up
				if until := at.Add(time.Duration(k.IntN(uint64(4*i+3), 900)) * time.Millisecond); until < e.Ended {
					e.Ended, e.Outcome = until, policy.Abandoned
				}
			}
			r.plane.Open(r.plane.LB(lb), a.Backend, e.Ended)
			all[lb] = append(all[lb], e)
		}
	}
	assert.Positive(t, kinds[policy.Succeeded])
	assert.Positive(t, kinds[policy.Failed])
	assert.Positive(t, kinds[policy.Abandoned])
	t.Log(kinds)
}

func TestWhatABackendLostIsToldAsUnanswered(t *testing.T) {
	var seen lesson
	r := newRig(nil, pupil{seen: &seen})
	r.send(0, 0, 1)
	a := r.plane.Forward(seconds(0.1), r.plane.LB(0), 0, 2)
	r.plane.Open(r.plane.LB(0), a.Backend, a.At)
	r.plane.Close(seconds(0.3), r.plane.LB(0), a.Backend, a.At, policy.Unanswered)
	r.plane.Forward(seconds(0.4), r.plane.LB(0), 0, 3)
	assert.Equal(t, []policy.Ending{{Backend: 1, Sent: seconds(0.1), Ended: seconds(0.3), Outcome: policy.Unanswered}}, *seen.reported)
	r.plane.Forward(seconds(2), r.plane.LB(0), 0, 4)
	assert.Len(t, *seen.reported, 2, "the first is answered after a second; the third was never open")
}

// keyed picks by the key alone.
type keyed struct{}

func (keyed) Fresh(*policy.Targets, sim.Key) any { return nil }
func (keyed) Pick(t *policy.Targets, _ uint64) id.Member {
	return t.Healthy[t.Key%uint64(len(t.Healthy))]
}

func TestTheSameClientIsTheSameKeyWhateverIsDrawn(t *testing.T) {
	r := newRig(nil, keyed{})
	for draw := range uint64(20) {
		for client := range uint64(3) {
			assert.EqualValues(t, client, r.plane.ForwardAsked(0, r.plane.LB(0), 0, client, &balancer.Draws{Number: draw * 8}, false).Backend)
		}
	}
}
