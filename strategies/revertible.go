package strategies

import (
	"math"
	"time"

	"failsim/models/policy"
)

var revertibleEntry = policy.Strategy{
	Name:   "revertible",
	Socket: policy.OperatingSocket,
	About:  "a change comes with its own revert, which can be run from anywhere: people who know the cause revert it",
	Hazard: "if the revert fails, a restore is needed after all; what the change has meanwhile done to load balancers stays done",
	Used:   "database migrations with a down step, Kubernetes' rollout undo; proposed for 2012 by readers of The Register",
	Params: []policy.Param{
		{Name: "share", Kind: policy.ShareKind, Default: "70%", About: "probability that the change can be reverted; assumption, nothing is published"},
		{Name: "takes", Kind: policy.DurationKind, Default: "5m", About: "time to revert it; assumption"},
	},
	New: func(v policy.Values) any { return &revertible{v.Share("share"), v.Duration("takes")} },
}

// revertible takes a change back however old it is.
type revertible struct {
	share float64
	takes time.Duration
}

var _ policy.Operating = (*revertible)(nil)

func (r *revertible) Revise(p *policy.Playbook) {
	if p.Draw("revertible") >= r.share {
		return
	}
	for i := range p.Steps {
		if p.Steps[i].Do == policy.Snapshot {
			p.Steps[i].Undelete = policy.Undelete{Within: math.MaxInt64, Takes: r.takes}
		}
	}
}
