package strategies

import (
	"time"

	"failsim/models/policy"
)

var reconcileEntry = policy.Strategy{
	Name:   "reconcile",
	Called: "reconciliation self-heal self-healing reconciler",
	Socket: policy.HealingSocket,
	About:  "takes the running LB's configuration as the record where that is missing or older, on touch and in a scan of all LBs",
	Hazard: "it adopts what it reads, valid or not: an LB that is misread is misconfigured with authority",
	Used:   "Kubernetes' controllers; the remedy that AWS announced after 2012",
	Params: []policy.Param{
		{Name: "scan", Kind: policy.DurationKind, Default: "5m",
			Least: "1s", About: "time between scans of all LBs; assumption, AWS announced the remedy without figures"},
		{Name: "pace", Kind: policy.RateKind, Default: "20/s",
			About: "rate at which LBs are compared, 0/s for no scan: 20,000 LBs take 17 min; assumption"},
	},
	New: func(v policy.Values) any {
		return &reconcile{v.Duration("scan"), v.PerSecond("pace")}
	},
}

// reconcile trusts the data plane.
type reconcile struct {
	scan          time.Duration
	pacePerSecond float64
}

var (
	_ policy.Healing  = (*reconcile)(nil)
	_ policy.Watching = (*reconcile)(nil)
)

func (*reconcile) OnRecord(v policy.RecordView) policy.Verdict {
	if v.Missing || v.Older {
		return policy.Adopt
	}
	return policy.NoOpinion
}

func (r *reconcile) Period() time.Duration { return r.scan }

func (r *reconcile) Watch(_ policy.PlaneView, o policy.PlaneOrders) {
	if r.pacePerSecond > 0 {
		o.Reconcile(r.pacePerSecond)
	}
}
