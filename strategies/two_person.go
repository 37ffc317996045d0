package strategies

import (
	"time"

	"failsim/models/policy"
)

var twoPersonEntry = policy.Strategy{
	Name:   "two-person",
	Called: "review four-eyes peer-review second-person two-man",
	Socket: policy.GatingSocket,
	About:  "a second person checks each change before it runs",
	Hazard: "slows every change down, urgent repairs too; two people who work together overlook the same thing; two who collude are not stopped",
	Used:   "code review before a deployment, dual control in banks",
	Params: []policy.Param{
		{Name: "miss", Kind: policy.ShareKind, Default: "10%",
			About: "probability that an independent checker misses an operator error: 0.1 with a procedure, 0.2 without (THERP, NUREG/CR-1278)"},
		{Name: "dependence", Kind: policy.WordKind, Default: "high", Words: []string{"zero", "low", "moderate", "high", "complete"},
			About: "how far the checker repeats the first one's error (THERP); high is an assumption, as both work on one team"},
		{Name: "collude", Kind: policy.ShareKind, Default: "5%",
			About: "probability that the second person colludes with an attacker; assumption"},
		{Name: "delay", Kind: policy.DurationKind, Default: "10m",
			About: "time until the second person has checked; assumption"},
	},
	New: func(v policy.Values) any {
		return &twoPerson{dependentMiss(v.Share("miss"), v.Word("dependence")), v.Share("collude"), v.Duration("delay")}
	},
}

// twoPerson passes what the second person misses.
type twoPerson struct {
	miss    float64
	collude float64
	delay   time.Duration
}

var _ policy.Gating = (*twoPerson)(nil)

func (t *twoPerson) Passes(c policy.Change) (share float64, delay time.Duration) {
	if c.OnPurpose {
		return t.collude, t.delay
	}
	return t.miss, t.delay
}

// dependentMiss returns the probability that a second person errs given that
// the first did: THERP's equations (NUREG/CR-1278, chapter 10).
func dependentMiss(independent float64, dependence string) float64 {
	switch dependence {
	case "low":
		return (1 + float64(19*independent)) / 20
	case "moderate":
		return (1 + float64(6*independent)) / 7
	case "high":
		return (1 + independent) / 2
	case "complete":
		return 1
	}
	return independent
}
