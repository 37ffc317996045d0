package strategies

import (
	"slices"

	"failsim/models/policy"
)

var fixedAddressEntry = policy.Strategy{
	Name:   "fixed-address",
	Called: "global-accelerator accelerator anycast-ip",
	Socket: policy.SteeringSocket,
	Whole:  true,
	About:  "an accelerator: addresses that never change at the provider's edge, which passes new connections on to the nearest healthy region, as AWS Global Accelerator does",
	Hazard: "open connections stay where they are, sick as that may be; what is lost goes whole to the next nearest, full as it may be; where its edge sees none that is well it sends as if all were",
	Used:   "AWS Global Accelerator",
	Params: slices.Concat(probingAs(
		policy.Param{Name: "interval", Default: "10s", About: "time between probes; AWS Global Accelerator takes 10s or 30s"},
		policy.Param{Name: "timeout", Default: "5s", About: "until an unanswered probe has failed; assumption"},
	), []policy.Param{
		{Name: "converge", Kind: policy.DurationKind, Default: "5s", About: "until the last edge site knows, the others evenly before that; assumption"},
		{Name: "connected", Kind: policy.ShareKind, Default: "0%", About: "share of clients that hold a connection open; assumption: none, a connection each"},
		{Name: "lasts", Kind: policy.DurationKind, Default: "340s", About: "how long such a connection goes on at most; AWS Global Accelerator's idle time-out of TCP"},
	}),
	New: func(v policy.Values) any {
		return &fixedAddress{nearestHealthy{proberOf(v)},
			policy.Routes{Used: true, Converge: v.Duration("converge"), Pinned: v.Share("connected"), PinnedFor: v.Duration("lasts")}}
	},
}

// fixedAddress sends as nearestHealthy answers, at the provider's edge. It leaves out
// that the edge itself may fail.
type fixedAddress struct {
	nearestHealthy
	routes policy.Routes
}

var (
	_ policy.Steering = (*fixedAddress)(nil)
	_ policy.Starting = (*fixedAddress)(nil)
	_ policy.Needing  = (*fixedAddress)(nil)
)

func (f *fixedAddress) Needs() policy.Needs { return policy.Needs{Routes: f.routes} }
