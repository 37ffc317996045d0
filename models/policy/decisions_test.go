package policy_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What an action is on follows from what it names, and only these are on nothing that
// the world declares.
func TestActionsAreOnWhatTheyName(t *testing.T) {
	on := map[string][]policy.Action{
		"a service":       {policy.Restart, policy.SwitchOff, policy.SwitchOn, policy.StartWithout},
		"a queue":         {policy.PauseQueue, policy.ResumeQueue, policy.Throttle, policy.Add},
		"a configuration": {policy.RollBack, policy.PushMended, policy.KillSwitch, policy.Freeze, policy.Thaw},
		"data":            {policy.Promote, policy.Fence, policy.GoAsynchronous},
		"a region":        {policy.Evacuate, policy.BringBack},
	}
	of := map[policy.Action]string{}
	for what, list := range on {
		for _, a := range list {
			of[a] = what
		}
	}
	changes := map[policy.Action]bool{policy.Contain: true, policy.Pause: true, policy.Resume: true, policy.Snapshot: true, policy.Reenable: true}
	for a := range policy.Actions {
		assert.Equal(t, of[a] == "a service", a.OnService(), a)
		assert.Equal(t, of[a] == "a queue", a.OnQueue(), a)
		assert.Equal(t, of[a] == "a configuration", a.OnConfiguration(), a)
		assert.Equal(t, of[a] == "data", a.OnData(), a)
		assert.Equal(t, of[a] == "a region", a.OnRegion(), a)
		assert.Equal(t, of[a] != "", a.OnWorld(), a)
		assert.Equal(t, of[a] != "" || changes[a], a.Changes(), a)
		again, ok := policy.ActionOf(a.String())
		assert.True(t, ok && again == a && a.About() != "" && a.String() != "", a)
	}
	_, ok := policy.ActionOf("restrat")
	assert.False(t, ok)
	assert.Len(t, policy.ActionNames(), int(policy.Actions))
}

func TestTwoLimitsAreTheStricter(t *testing.T) {
	none := policy.Limit{}
	one := policy.Limit{Most: 0.2, First: 0.1, Watch: time.Hour, Lost: 0.3, Cells: 4}
	two := policy.Limit{Most: 0.5, First: 0.4, Watch: time.Minute, Lost: 0.1, Cells: 2}
	assert.Equal(t, none, none.And(none))
	for _, pair := range [][2]policy.Limit{{one, none}, {none, one}, {one, two}, {two, one}, {one, one}} {
		assert.Equal(t, one, pair[0].And(pair[1]))
	}
	equal := policy.Limit{Most: 0.2, First: 0.1, Watch: time.Second}
	assert.Equal(t, time.Hour, one.And(equal).Watch, "of equals the first")
}

// Probes of a target at 3 s, 13 s, 23 s ... with a time-out of 4 s.
func TestProbesNoticeAChange(t *testing.T) {
	p := policy.ProbeTiming{Interval: 10 * time.Second, Timeout: 4 * time.Second, Unhealthy: 3, Healthy: 2}
	at := func(seconds float64) sim.Time { return sim.Time(seconds * float64(time.Second)) }
	phase := 3 * time.Second
	for change, first := range map[float64]float64{0: 3, 3: 3, 3.1: 13, 13: 13, 22.9: 23, 23: 23} {
		assert.Equal(t, at(first), p.FirstTick(at(change), phase), change)
	}
	assert.Equal(t, at(33), p.VerdictAt(at(4), phase, 0, false, false), "the third failure, of those at 13, 23 and 33 s")
	assert.Equal(t, at(37), p.VerdictAt(at(4), phase, 0, false, true), "and who is silent fails 4 s later")
	assert.Equal(t, at(23), p.VerdictAt(at(4), phase, 1, false, false), "one had failed before")
	assert.Equal(t, at(23), p.VerdictAt(at(4), phase, 0, true, true), "two in a row make it healthy")
	p.FromEnd = true
	assert.Equal(t, at(45), p.VerdictAt(at(4), phase, 0, false, true), "14 s from one silent probe to the next, and 4 s of the last")
	assert.Equal(t, 14*time.Second, p.Period(4*time.Second))
	p.FromEnd = false
	assert.Equal(t, 10*time.Second, p.Period(4*time.Second))
	p.Unhealthy = math.MaxInt
	assert.Equal(t, sim.Never, p.VerdictAt(0, phase, 0, false, false), "a count that stands for never")
}

func TestAParametersTextIsReadByItsKind(t *testing.T) {
	for _, c := range []struct {
		p     policy.Param
		text  string
		value policy.Value
		says  string
	}{
		{policy.Param{Kind: policy.DurationKind}, "90s", policy.Value{Duration: 90 * time.Second}, ""},
		{policy.Param{Kind: policy.ShareKind}, "40%", policy.Value{Number: 0.4}, ""},
		{policy.Param{Kind: policy.ShareKind}, "100%", policy.Value{Number: 1}, ""},
		{policy.Param{Kind: policy.ShareKind}, "101%", policy.Value{}, "at most 100%"},
		{policy.Param{Kind: policy.CountKind}, "7", policy.Value{Number: 7}, ""},
		{policy.Param{Kind: policy.RateKind}, "2k/s", policy.Value{Number: 2000}, ""},
		{policy.Param{Kind: policy.FactorKind}, "1.5", policy.Value{Number: 1.5}, ""},
		{policy.Param{Kind: policy.DistributionKind}, "3s", policy.Value{Distribution: distribution.Constant(3 * time.Second)}, ""},
		{policy.Param{Kind: policy.WordKind, Name: "scope", Words: []string{"name", "all"}}, "name", policy.Value{Word: "name"}, ""},
		{policy.Param{Kind: policy.WordKind, Name: "scope", Words: []string{"name", "all"}}, "nmae", policy.Value{}, `unknown scope "nmae"; did you mean "name"?`},
		{policy.Param{Kind: policy.DurationKind, Name: "interval", Least: "1s"}, "1s", policy.Value{Duration: time.Second}, ""},
		{policy.Param{Kind: policy.DurationKind, Name: "interval", Least: "1s"}, "0s", policy.Value{}, `interval must be at least 1s, found "0s"`},
		{policy.Param{Kind: policy.CountKind, Name: "pool", Least: "1", Most: "16"}, "17", policy.Value{}, `pool must be at most 16, found "17"`},
		{policy.Param{Kind: policy.ShareKind, Name: "velocity", Least: "1%"}, "0.5%", policy.Value{}, `velocity must be at least 1%, found "0.5%"`},
		{policy.Param{Kind: 99}, "1", policy.Value{}, "parameter of an unknown kind"},
	} {
		v, err := policy.ParseValue(c.text, c.p)
		if c.says != "" {
			require.ErrorContains(t, err, c.says)
			continue
		}
		require.NoError(t, err, c.text)
		assert.Equal(t, c.value, v, c.text)
	}
}

// A parameter that counts only beside a word is idle beside another, unless it is as
// usual.
func TestAParameterIsIdleBesideAnotherWord(t *testing.T) {
	p := policy.Param{Name: "wait", Kind: policy.DurationKind, Default: "1s", With: "mode: slow"}
	given := func(mode string, wait time.Duration) policy.Values {
		return policy.Values{"mode": {Word: mode}, "wait": {Duration: wait}}
	}
	assert.True(t, p.Idle(given("fast", 2*time.Second)))
	assert.False(t, p.Idle(given("fast", time.Second)))
	assert.False(t, p.Idle(given("slow", 2*time.Second)))
	p.With = ""
	assert.False(t, p.Idle(given("fast", 2*time.Second)))
}
