package health_test

import (
	"testing"
	"time"

	"failsim/models/health"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"

	"failsim/models/distribution"

	"github.com/stretchr/testify/assert"
)

// verdicts are what a vote has said, in order.
type verdicts []verdict

type verdict struct {
	at      sim.Time
	target  int
	healthy bool
}

func (v *verdicts) Believed(now sim.Time, target int, healthy bool) {
	*v = append(*v, verdict{now, target, healthy})
}

var every10 = policy.ProbeTiming{Interval: 10 * time.Second, Timeout: 4 * time.Second, Unhealthy: 3, Healthy: 3}

func voted(k *sim.Kernel, l health.Listener, above float64, keeps ...bool) *health.Voters {
	v := health.NewVoters(1, above, l)
	for i, keep := range keeps {
		v.AddChecks(k, every10, []sim.Key{sim.NewKey(1, i)}, keep)
	}
	return v
}

// Of n checkers, a target goes bad when the share that calls it healthy is no longer
// above the limit: at 18 % of three that is the third, at 50 % the second.
func TestAVoteIsDecidedByTheCheckerThatCrossesTheLimit(t *testing.T) {
	singles := []sim.Time{}
	for i := range 3 {
		var k sim.Kernel
		var heard verdicts
		c := health.New(&k, every10, []sim.Key{sim.NewKey(1, i)}, &heard)
		c.Changed(0, 0, health.Condition{Fails: true})
		k.Run(sim.Time(time.Hour))
		singles = append(singles, heard[0].at)
	}
	for _, c := range []struct {
		above float64
		nth   int
	}{{0.18, 2}, {0.5, 1}, {0.9, 0}} {
		var k sim.Kernel
		var heard verdicts
		v := voted(&k, &heard, c.above, false, false, false)
		v.Changed(0, 0, health.Condition{Fails: true})
		k.Run(sim.Time(time.Hour))
		later := 0
		for _, at := range singles {
			if at < heard[0].at {
				later++
			}
		}
		assert.Len(t, heard, 1)
		assert.Contains(t, singles, heard[0].at)
		assert.Equal(t, c.nth, later, "above %v: it is decided by the checker after so many", c.above)
	}
}

func TestABlindCheckerCallsAllBadOrSaysWhatItLastSaid(t *testing.T) {
	for _, keeps := range []bool{true, false} {
		var k sim.Kernel
		var heard verdicts
		v := voted(&k, &heard, 0.18, keeps)
		v.Impair(0, 0, 1)
		k.Run(sim.Time(time.Minute))
		assert.Equal(t, keeps, v.Believed(0), "the target is well")
		v.Changed(sim.Time(time.Minute), 0, health.Condition{Fails: true})
		k.Run(sim.Time(2 * time.Minute))
		assert.Equal(t, keeps, v.Believed(0), "it fails, and nobody sees it")
		v.Impair(sim.Time(2*time.Minute), 0, 0)
		k.Run(sim.Time(3 * time.Minute))
		assert.False(t, v.Believed(0), "it sees again")
	}
}

// A probe that nothing answers holds its worker for 4 s. Of 100 targets every 10 s at
// 0.1 s each, 20 that are silent make 8 workers' worth of 80 x 0.01 + 20 x 0.4 = 8.8: nine are enough,
// and eight are not, so that targets that are well are called bad.
func TestChecksAreOverloadedByWhatIsSilent(t *testing.T) {
	for _, c := range []struct {
		workers   int
		condemned bool
	}{{12, false}, {9, false}, {8, true}} {
		var k sim.Kernel
		var heard verdicts
		queue := station.NewWorks(&k).Add(sim.NewKey(1, 1), station.Rules{Workers: c.workers, QueueCapacity: station.Unlimited, Work: distribution.Constant(100 * time.Millisecond)})
		keys := make([]sim.Key, 100)
		for i := range keys {
			keys[i] = sim.NewKey(2, i)
		}
		q := health.NewQueued(&k, every10, keys, &heard, queue)
		for i := range 20 {
			q.Changed(0, i, health.Condition{Fails: true, Silent: true})
		}
		k.Run(sim.Time(time.Hour))
		wrong := 0
		for i := 20; i < 100; i++ {
			if !q.Believed(i) {
				wrong++
			}
		}
		assert.Equal(t, c.condemned, wrong > 0, "%d workers: %d that are well are called bad", c.workers, wrong)
		assert.False(t, q.Believed(0))
	}
}
