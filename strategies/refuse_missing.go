package strategies

import "failsim/models/policy"

var refuseMissingEntry = policy.Strategy{
	Name:   "refuse-missing",
	Socket: policy.HealingSocket,
	About:  "workflows refuse to touch an LB whose record is missing and leave it running as it is",
	Hazard: "such LBs cannot be scaled or changed until their records are back, so growing demand overloads them",
	Used:   "data planes that are statically stable (Amazon Builders' Library)",
	New:    func(policy.Values) any { return refuseMissing{} },
}

// refuseMissing keeps the data plane static while the store has holes.
type refuseMissing struct{}

var _ policy.Healing = refuseMissing{}

func (refuseMissing) OnRecord(v policy.RecordView) policy.Verdict {
	if v.Missing {
		return policy.Refuse
	}
	return policy.NoOpinion
}
