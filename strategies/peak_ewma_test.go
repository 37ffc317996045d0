package strategies

import (
	"testing"
	"time"

	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// By hand, as Finagle's PeakEwma and tower's RttEstimate reckon, with a decay of 10 s: a
// request that its client gave up after 5 s is a peak; another, given up after 1 ms ten
// seconds later, has the weight 1-1/e: 5/e + 0.001 (1-1/e) = 1.8400293 s.
func TestAHangUpCountsWithTheTimeItWasOut(t *testing.T) {
	p := &peakEWMA{decay: 10 * time.Second, penalty: 1e9}
	targets := &policy.Targets{InFlight: make([]int32, 2)}
	targets.Memory = p.Fresh(targets, sim.NewKey(1, 0))
	for _, c := range []struct {
		sent, ended sim.Time
		outcome     policy.Outcome
		seconds     float64
	}{
		{0, 1e8, policy.Succeeded, 0.1},
		{5e9, 10e9, policy.Abandoned, 5},
		{20e9 - 1e6, 20e9, policy.Abandoned, 1.8400293},
		{30e9 - 1e6, 30e9, policy.Succeeded, 0.6775411}, // again: 1.8400293/e + 0.0006321
	} {
		p.Learn(targets, &policy.Ending{Backend: 1, Sent: c.sent, Ended: c.ended, Outcome: c.outcome})
		assert.InDelta(t, c.seconds*1e9, targets.Memory.([]average)[1].latency, 100, "at %v", c.ended)
	}
}
