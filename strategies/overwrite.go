package strategies

import "failsim/models/policy"

var overwriteEntry = policy.Strategy{
	Name:   "overwrite",
	Socket: policy.HealingSocket,
	About:  "workflows write what the store says, also when it says nothing, as in 2012",
	Hazard: "a lost record becomes an LB with an empty target list at its next change",
	Used:   "AWS's ELB control plane on 24 December 2012",
	New:    func(policy.Values) any { return overwrite{} },
}

// overwrite trusts the store.
type overwrite struct{}

var _ policy.Healing = overwrite{}

func (overwrite) OnRecord(policy.RecordView) policy.Verdict { return policy.Overwrite }
