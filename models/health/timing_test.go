package health_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

func TestFirstTick(t *testing.T) {
	p := policy.ProbeTiming{Interval: 10, Timeout: 3, Unhealthy: 2, Healthy: 3}
	for _, c := range []struct{ now, want sim.Time }{{0, 4}, {3, 4}, {4, 4}, {5, 14}, {14, 14}, {15, 24}} {
		assert.Equal(t, c.want, p.FirstTick(c.now, 4), "from %d", c.now)
	}
	for _, c := range []struct {
		says            string
		run             int
		healthy, silent bool
		want            sim.Time
	}{
		{"two failures, the first at 14", 0, false, false, 24},
		{"the last of them times out", 0, false, true, 27},
		{"one failure was known", 1, false, true, 17},
		{"three successes, and none times out", 0, true, true, 34},
	} {
		assert.Equal(t, c.want, p.VerdictAt(5, 4, c.run, c.healthy, c.silent), c.says)
	}
}

// A count of a thousand million stands for never; with its interval it is more
// than an instant can be.
func TestACountThatStandsForNeverIsNeverReached(t *testing.T) {
	p := policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 4 * time.Second, Unhealthy: 1e9, Healthy: math.MaxInt}
	assert.Equal(t, sim.Never, p.VerdictAt(5, 4, 0, false, true))
	assert.Equal(t, sim.Never, p.VerdictAt(5, 4, 0, true, false))
}
