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
	Hazard: "open connections stay where they are, even if that region is sick; a lost region's whole load goes to the next nearest, even if that is full; if its edge sees no healthy region, it treats all as healthy",
	Used:   "AWS Global Accelerator",
	Params: slices.Concat(probingAs(
		policy.Param{Name: "interval", Default: "10s", About: "time between probes; AWS Global Accelerator takes 10s or 30s"},
		policy.Param{Name: "timeout", Default: "5s", About: "time-out of a probe; assumption"},
	), []policy.Param{
		{Name: "converge", Kind: policy.DurationKind, Default: "5s", About: "time until the last edge site knows, the others evenly before that; assumption"},
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
