package strategies

import (
	"testing"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// AWS's lab on fault isolation: of 8 workers taken 2 by 2 there are 28 pairs. One user
// fells both of his: one user of 28 loses all, 12 of 28 lose one of two, and the others
// none.
func TestOfEightWorkersTwoByTwoOneUserIn28SharesBoth(t *testing.T) {
	const users = 28_000
	pair := func(user uint64) (p [2]id.Member) {
		targets := policy.Targets{Members: 8, Key: sim.Mix(user), InFlight: make([]int32, 8), Healthy: []id.Member{0, 1, 2, 3, 4, 5, 6, 7}}
		p[0] = shuffleSharding(2).Pick(&targets, 0)
		targets.InFlight[p[0]] = 1
		p[1] = shuffleSharding(2).Pick(&targets, 0)
		return [2]id.Member{min(p[0], p[1]), max(p[0], p[1])}
	}
	pairs, shared := map[[2]id.Member]int{}, [3]int{}
	poison := pair(1 << 40)
	for user := range uint64(users) {
		p := pair(user)
		pairs[p]++
		n := 0
		for _, b := range p {
			if b == poison[0] || b == poison[1] {
				n++
			}
		}
		shared[n]++
	}
	assert.Len(t, pairs, 28)
	for p, n := range pairs {
		assert.InDelta(t, users/28, n, 4*31.1, "%v: four standard errors of a binomial", p)
	}
	assert.InDelta(t, users/28, shared[2], 4*31.1)
	assert.InDelta(t, users*12/28, shared[1], 4*82.9)
}
