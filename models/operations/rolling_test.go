package operations_test

import (
	"testing"
	"time"

	"failsim/models/operations"

	"github.com/stretchr/testify/assert"
)

// As a pod of Kubernetes: both races begin with the order to stop, and the grace counts
// from there too.
func TestAServerThatStopsLeavesLBsWhileItsProcessIsToldToEnd(t *testing.T) {
	r := newRig(2, 1, operations.Habits{StartsIn: in(10 * time.Second), PreStop: 5 * time.Second, Grace: 30 * time.Second, LeavesAfter: 2 * time.Second})
	r.pool.Rolls(operations.Rolling{Surge: 1})
	r.pool.Roll(0)
	r.runTo(time.Hour)
	assert.Equal(t, "10s 1 runs\n12s 0 out\n12s 1 in\n15s 0 drains\n40s 0 ends\n10s a rolling update is over", sorted(r.course))
}

// sorted puts what a rolling update says of its end last, which comes where its last
// order does.
func sorted(lines []string) (text string) {
	last := ""
	for _, l := range lines {
		if len(l) > 4 && l[len(l)-4:] == "over" {
			last = l
			continue
		}
		text += l + "\n"
	}
	return text + last
}

// The documentation of Deployments: with 3 replicas and 25 % of each, one more and none
// fewer; of 10, three more and two fewer, rounded up and down.
func TestSurgeIsRoundedUpAndUnavailableDown(t *testing.T) {
	for _, c := range []struct {
		servers              int
		surge, unavailable   float64
		atMost, availableMin int
	}{
		{3, 0.25, 0.25, 4, 3},
		{10, 0.25, 0.25, 13, 8},
		{3, 0, 0, 3, 2}, // both none: one is unavailable
		{4, 1, 0, 8, 4},
		{4, 0, 1, 4, 0},
	} {
		rolling := operations.Rolling{Surge: c.surge, Unavailable: c.unavailable}
		r := newRig(c.servers+rolling.Spare(c.servers), c.servers, operations.Habits{StartsIn: in(10 * time.Second), Grace: 30 * time.Second})
		r.pool.Rolls(rolling)
		r.pool.Roll(0)
		most, fewest := 0, c.servers
		for s := range 300 {
			r.runTo(time.Duration(s) * time.Second)
			most, fewest = max(most, r.serving()), min(fewest, r.serving())
		}
		assert.Equal(t, c.availableMin, fewest, "%+v: the fewest that serve", c)
		assert.LessOrEqual(t, most, c.atMost, "%+v: the most that serve", c)
		assert.Contains(t, r.text(), "over", "%+v", c)
		assert.Equal(t, c.servers, r.serving(), "%+v: at the end", c)
		for i := range c.servers {
			assert.False(t, r.up[i], "%+v: server %d is of the old version", c, i)
		}
	}
}

// The hazard: without a pause before it ends, a process refuses what LBs send until they
// know, for as long as they lag.
func TestWithoutAPreStopPauseLBsSendToProcessesThatRefuse(t *testing.T) {
	for _, c := range []struct {
		preStop time.Duration
		refuses int // seconds, of three servers one after another
	}{{0, 9}, {2 * time.Second, 3}, {3 * time.Second, 0}, {5 * time.Second, 0}} {
		rolling := operations.Rolling{Surge: 0.25, MinReady: 20 * time.Second}
		r := newRig(3+rolling.Spare(3), 3, operations.Habits{StartsIn: in(10 * time.Second), PreStop: c.preStop, Grace: 30 * time.Second, LeavesAfter: 3 * time.Second})
		r.pool.Rolls(rolling)
		r.pool.Roll(0)
		refuses := 0
		for s := range 300 {
			r.runTo(time.Duration(s)*time.Second + 500*time.Millisecond)
			refuses += r.refusing()
		}
		assert.Equal(t, c.refuses, refuses, "pre-stop %v", c.preStop)
	}
}

// A grace that is shorter than the pause kills what LBs still send to.
func TestAGraceShorterThanThePauseEndsTheProcessAnyhow(t *testing.T) {
	r := newRig(3, 1, operations.Habits{StartsIn: in(10 * time.Second), PreStop: 60 * time.Second, Grace: 30 * time.Second, LeavesAfter: 40 * time.Second})
	r.pool.Rolls(operations.Rolling{Surge: 1})
	r.pool.Roll(0)
	r.runTo(time.Hour)
	assert.NotContains(t, r.text(), "drains")
	assert.Contains(t, r.text(), "40s 0 ends")
	assert.Contains(t, r.text(), "50s 0 out")
}
