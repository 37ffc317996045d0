package balancer_test

import (
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/policy"
)

// told keeps what an LB was told when it chose.
type reported struct {
	policy.Balancing
	open   []int32
	cursor uint32
}

func (t *reported) Pick(v *policy.Targets, u uint64) id.Member {
	t.open, t.cursor = slices.Clone(v.InFlight), *v.Cursor
	return t.Balancing.Pick(v, u)
}

func TestAnLBKnowsOnlyWhatItHasOpenItself(t *testing.T) {
	for _, balancing := range []policy.Balancing{fewest{}, inTurn{}} {
		knows := &reported{Balancing: balancing}
		r := newRig(nil, knows)
		for i := range 3 {
			r.send(0, 0, uint64(i))
		}
		r.send(2, 0, 3) // before the same backends, from another region
		assert.Equal(t, []int32{0, 0, 0}, knows.open, "it has sent nothing")
		assert.Zero(t, knows.cursor)
		r.send(2, 0, 4)
		assert.Equal(t, []int32{1, 0, 0}, knows.open, "one of its own")
		r.send(0, 0, 5)
		assert.Equal(t, []int32{1, 1, 1}, knows.open)
	}
}

// A view is of the LB's own pool: LBs times all backends would be 48 MB here.
func TestViewsTakeNoMoreThanThePoolsOfTheirLBs(t *testing.T) {
	const regions, each, backends = 100, 100, 12
	lbs, pools := make([]balancer.LB, 0, regions*each), make([]balancer.PoolSpec, 0, regions)
	for i := range regions {
		pools = append(pools, balancer.PoolSpec{Name: string(rune('a' + i)), Zones: 1, Servers: backends, PerZone: backends, QueueCapacity: 1})
		for range each {
			lbs = append(lbs, balancer.LB{Pool: i, Targets: true, Nodes: 1, NodePerSecond: 1000})
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := newRigOf(lbs, pools)
	runtime.ReadMemStats(&after)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4<<20))
	runtime.KeepAlive(r)
}
