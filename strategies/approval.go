package strategies

import (
	"time"

	"failsim/models/policy"
)

var approvalEntry = policy.Strategy{
	Name:   "approval",
	Called: "change-approval change-advisory cab",
	Socket: policy.GatingSocket,
	About:  "changes to production data need an approved ticket and follow a written procedure, as AWS planned after 2012",
	Hazard: "slows every change down, urgent repairs too, and stops no automated change; an insider who intends harm bypasses it, or is approved",
	Used:   "AWS since 24 December 2012, by its own summary",
	Params: []policy.Param{
		{Name: "careless", Kind: policy.ShareKind, Default: "17%",
			About: "probability of an operator error in a routine change without checking: HEART E 0.02 x no undo 3.8 x poor feedback 2.2 (Williams 1986)"},
		{Name: "approved", Kind: policy.ShareKind, Default: "0.3%",
			About: "probability of an operator error by procedure with some checking: HEART F 0.003 (Williams 1986)"},
		{Name: "compliance", Kind: policy.ShareKind, Default: "100%",
			About: "share of changes that take the gate; assumption"},
		{Name: "delay", Kind: policy.DurationKind, Default: "4h",
			About: "time from request to approval; assumption"},
	},
	New: func(v policy.Values) any {
		return &approval{v.Share("careless"), v.Share("approved"), v.Share("compliance"), v.Duration("delay")}
	},
}

// approval lets an operator error pass with the probability that it would have happened
// under approval too, given that it happened without.
type approval struct {
	careless, approved, compliance float64
	delay                          time.Duration
}

var _ policy.Gating = (*approval)(nil)

func (a *approval) Passes(c policy.Change) (share float64, delay time.Duration) {
	if c.OnPurpose { // who means harm asks for nothing, or writes a good reason
		return 1, a.delay
	}
	passed := 1.0
	if a.approved < a.careless {
		passed = a.approved / a.careless
	}
	return float64(a.compliance*passed) + 1 - a.compliance, a.delay
}
