package strategies

import (
	"time"

	"failsim/models/policy"
)

var noGateEntry = policy.Strategy{
	Name:   "no-gate",
	Socket: policy.GatingSocket,
	About:  "changes run at once and are not reviewed, as in 2012",
	Hazard: "every operator error reaches production",
	Used:   "AWS's ELB maintenance on 24 December 2012",
	New:    func(policy.Values) any { return noGate{} },
}

// noGate lets everything pass.
type noGate struct{}

var _ policy.Gating = noGate{}

func (noGate) Passes(policy.Change) (share float64, delay time.Duration) { return 1, 0 }
