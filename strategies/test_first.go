package strategies

import (
	"time"

	"failsim/models/policy"
)

var testFirstEntry = policy.Strategy{
	Name:   "test-first",
	Socket: policy.GatingSocket,
	About:  "each change runs outside production first, and those who write it have no access to production",
	Hazard: "it misses what only production has: its state, its load, a wrong target; slows every change down, urgent repairs too; does not stop an insider who intends harm",
	Used:   "staging environments; proposed for 2012 by readers of The Register",
	Params: []policy.Param{
		{Name: "escapes", Kind: policy.ShareKind, Default: "50%", About: "share of wrong changes that the test misses; assumption, nothing is published"},
		{Name: "delay", Kind: policy.DurationKind, Default: "30m", About: "time that the test takes; assumption"},
	},
	New: func(v policy.Values) any { return &testFirst{v.Share("escapes"), v.Duration("delay")} },
}

// testFirst passes what the test does not show.
type testFirst struct {
	escapes float64
	delay   time.Duration
}

var _ policy.Gating = (*testFirst)(nil)

func (t *testFirst) Passes(c policy.Change) (share float64, delay time.Duration) {
	if c.OnPurpose {
		return 1, t.delay
	}
	return t.escapes, t.delay
}
