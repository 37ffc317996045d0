package strategies

import (
	"time"

	"failsim/models/policy"
)

var softStateEntry = policy.Strategy{
	Name:   "soft-state",
	Socket: policy.HealingSocket,
	About:  "targets register with their load balancer's record and renew it: lost records are registered again within a heartbeat, without a restore",
	Hazard: "if the control plane is silent for longer than a lease, every load balancer forgets its targets; then all register at once, and the last waits for the whole thundering herd",
	Used:   "Netflix's Eureka, Consul and Kubernetes' leases; proposed for 2012 by a reader of The Register",
	Params: []policy.Param{
		{Name: "heartbeat", Kind: policy.DurationKind, Default: "30s", Least: "1s", About: "time between renewals; Netflix's Eureka"},
		{Name: "lease", Kind: policy.DurationKind, Default: "90s", About: "after which a target that has not renewed is forgotten; Netflix's Eureka, without its self-preservation"},
		{Name: "pace", Kind: policy.RateKind, Default: "50/s", About: "rate at which load balancers have their targets registered again; assumption"},
	},
	New: func(v policy.Values) any {
		return &softState{v.Duration("heartbeat"), v.Duration("lease"), v.PerSecond("pace")}
	},
}

// softState has the truth come from those whom it is about.
type softState struct {
	heartbeat, lease time.Duration
	pacePerSecond    float64
}

var (
	_ policy.Healing  = (*softState)(nil)
	_ policy.Watching = (*softState)(nil)
)

// OnRecord has a workflow wait for the next heartbeat.
func (*softState) OnRecord(v policy.RecordView) policy.Verdict {
	if v.Missing || v.Older {
		return policy.Refuse
	}
	return policy.NoOpinion
}

func (s *softState) Period() time.Duration { return s.heartbeat }

func (s *softState) Watch(v policy.PlaneView, o policy.PlaneOrders) {
	if v.SilentFor() > 0 {
		if v.SilentFor() >= s.lease {
			o.Withdraw()
		}
		return
	}
	o.Register(s.pacePerSecond)
}
