package health_test

import (
	"fmt"
	"testing"
	"time"

	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// heard notes what is believed of one target, in whole seconds.
type heard struct{ log []string }

func (h *heard) Believed(now sim.Time, _ int, healthy bool) {
	h.log = append(h.log, fmt.Sprintf("%ds %v", int(now.Sub(0).Seconds()), healthy))
}

// fourth fails every fourth probe from the first on that it is asked for.
type fourth struct{ asked int }

func (f *fourth) Probe(now sim.Time, _ *caller.Probe) caller.Answer {
	a := caller.Answer{Times: caller.Times{At: now}}
	if f.asked++; f.asked%4 == 0 {
		a.Cause = request.ServerError
	}
	return a
}

// probed has one target, probed each 10 s, be as some conditions say, from so many seconds on.
func probed(timing policy.ProbeTiming, ask caller.Probed, conditions map[int]health.Condition) []string {
	var k sim.Kernel
	h := &heard{}
	timing.Interval = 10 * time.Second
	c := health.New(&k, timing, []sim.Key{sim.NewKey(1, 0)}, h)
	if ask != nil {
		c.Ask([]caller.Probed{ask})
	}
	for at := range 4000 {
		k.Run(sim.Time(0).Add(time.Duration(at) * time.Second))
		if is, changes := conditions[at]; changes {
			c.Changed(sim.Time(0).Add(time.Duration(at)*time.Second), 0, is)
		}
	}
	return h.log
}

// gdnsd puts a server out at the failure that is the down_thresh-th, if it has not passed
// ok_thresh checks in a row since the first (measured: every fourth check fails, out at the
// fifth failure, the 20th check), and calls it back after up_thresh in a row, which three
// of four never are.
func TestFailuresAreForgottenAfterSoManySuccesses(t *testing.T) {
	busy := map[int]health.Condition{1000: {Busy: true}}
	gdnsd := policy.ProbeTiming{Timeout: time.Second, Unhealthy: 5, Healthy: 10, Forget: 5}
	log := probed(gdnsd, &fourth{}, busy)
	assert.Len(t, log, 1)
	var at int
	_, err := fmt.Sscanf(log[0], "%ds false", &at)
	assert.NoError(t, err)
	assert.InDelta(t, 1000+20*10-5, at, 5.1, "within ten seconds from the 19th to the 20th")
	gdnsd.Forget = 3 // as many as there are in between
	assert.Empty(t, probed(gdnsd, &fourth{}, busy))
	gdnsd.Forget = 0
	assert.Empty(t, probed(gdnsd, &fourth{}, busy))
}

// The same where a target is down for a while, and no probe of it is an event: three failures, three
// successes, and two failures.
func TestFailuresAreForgottenByTargetsThatCostNoEvents(t *testing.T) {
	down := health.Condition{Fails: true}
	times := map[int]health.Condition{1000: down, 1030: {}, 1060: down, 1080: {}}
	for forget, want := range map[int]int{0: 0, 3: 0, 4: 1} {
		log := probed(policy.ProbeTiming{Unhealthy: 5, Healthy: 1, Forget: forget}, nil, times)
		assert.Len(t, log, 2*want, "and it is back at once, of %d", forget)
	}
}

// A session that is closed is noticed at once, or after the restart time if it does not
// come back before; silence is left to probes: 3 keepalives of 10 s.
func TestASessionThatIsClosedNeedsNoProbe(t *testing.T) {
	hold := policy.ProbeTiming{Unhealthy: 3, Healthy: 1, Session: policy.Session{Open: true}}
	dead := map[int]health.Condition{1003: {Fails: true, Closed: true}}
	assert.Equal(t, []string{"1003s false"}, probed(hold, nil, dead))
	hold.Kept = 120 * time.Second
	assert.Equal(t, []string{"1123s false"}, probed(hold, nil, dead))
	dead[1100] = health.Condition{}
	assert.Empty(t, probed(hold, nil, dead), "it has started again")
	assert.Len(t, probed(hold, nil, map[int]health.Condition{1003: {Fails: true, Closed: true}, 1300: {}}), 2)
	silent := probed(hold, nil, map[int]health.Condition{1003: {Fails: true, Silent: true}})
	hold.Session = policy.Session{}
	assert.Equal(t, probed(hold, nil, map[int]health.Condition{1003: {Fails: true, Closed: true}}), silent)
}
