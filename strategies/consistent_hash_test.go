package strategies

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

func TestARingGivesEachObjectOneOwner(t *testing.T) {
	c := &consistentHash{points: 50}
	targets := &policy.Targets{InFlight: make([]int32, 8)}
	for i := range id.Member(8) {
		targets.Healthy = append(targets.Healthy, i)
	}
	r := newRing(sim.NewKey(1, 0), 8, 50)
	targets.Memory = r
	sum, counts := 0.0, make([]float64, 8)
	for _, x := range r.Shares() {
		sum += x
	}
	assert.InDelta(t, 1, sum, 1e-12)
	key := sim.NewKey(2, 0)
	const n = 200_000
	for i := range uint64(n) {
		targets.Key = key.Uint64(i)
		owner := c.Pick(targets, 0)
		require.Equal(t, owner, c.Pick(targets, i), "whatever is drawn")
		counts[owner]++
	}
	for i, x := range r.Shares() {
		assert.InDelta(t, x, counts[i]/n, 4*math.Sqrt(x/n), "backend %d takes what it owns", i)
	}
	for i, x := range r.Shares() {
		assert.InDelta(t, x, r.Moved(id.Member(i)), 1e-12, "what is lost moves, and nothing else")
	}
	for _, u := range []uint64{0, 1, math.MaxUint64} {
		targets.Key = u
		assert.NotPanics(t, func() { c.Pick(targets, 0) })
	}
}

// A place belongs to the first point at or after it: by hand on a ring of
// three points.
func TestAPlaceBelongsToTheNextPoint(t *testing.T) {
	c := &consistentHash{}
	targets := &policy.Targets{Healthy: []id.Member{0, 1, 2}, Memory: &Ring{points: []point{{100, 0}, {1 << 62, 1}, {3 << 62, 2}}, backends: 3}}
	for key, owner := range map[uint64]id.Member{0: 0, 100: 0, 101: 1, 1 << 62: 1, 1<<62 + 1: 2, 3 << 62: 2, 3<<62 + 1: 0, math.MaxUint64: 0} {
		targets.Key = key
		assert.Equal(t, owner, c.Pick(targets, 0), "%d", key)
	}
	// A sick backend's places go to the next point, and nothing else's move.
	targets.Healthy = []id.Member{0, 2}
	for key, owner := range map[uint64]id.Member{100: 0, 101: 2, 1 << 62: 2, 1<<62 + 1: 2, 3<<62 + 1: 0} {
		targets.Key = key
		assert.Equal(t, owner, c.Pick(targets, 0), "%d without backend 1", key)
	}
}
