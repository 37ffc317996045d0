package strategies

import (
	"failsim/models/distribution"
	"failsim/models/policy"
)

var fencedPromotionEntry = policy.Strategy{
	Name:   "fenced-promotion",
	Socket: policy.ReplicatingSocket,
	About:  "the leader holds a lease, and stops when it cannot renew it; a follower is promoted once the lease is over",
	Hazard: "no write is possible until the lease expires, though a follower is ready; a leader that loses only its connection to the lease store stops as well",
	Used:   "Patroni for PostgreSQL, Orchestrator with fencing, Vitess",
	Params: []policy.Param{
		{Name: "lease", Kind: policy.DurationKind, Default: "30s", About: "time without a renewal until the leader stops, above 0s (Patroni: ttl 30)"},
		{Name: "renew", Kind: policy.DurationKind, Default: "0s", About: "after which the leader renews it, so that it is so old at most when the leader is gone, and no older than the lease; assumption: just renewed; Patroni: loop_wait 10"},
		{Name: "detect", Kind: policy.DurationKind, Default: "10s", About: "time until followers look at the lease again (Patroni: loop_wait 10)"},
		{Name: "elect", Kind: policy.DurationKind, Default: "2s", About: "time from there until a follower takes writes; assumption"},
		{Name: "follow", Kind: policy.DurationKind, Default: "2s", About: "time until clients know; assumption: a proxy in front that asks every 2s, as HAProxy's inter"},
		{Name: "fail-back", Kind: policy.WordKind, Default: "no", Words: []string{"no", "yes"}, About: "whether the first leader leads again once it has copied what it missed"},
	},
	New: func(v policy.Values) any {
		return promoting{policy.Promotion{
			Detect: between(0, v.Duration("detect")), Elect: distribution.Constant(v.Duration("elect")), Follow: distribution.Constant(v.Duration("follow")),
			Lease: max(1, v.Duration("lease")), Renewed: between(0, min(v.Duration("renew"), v.Duration("lease"))), Demote: distribution.Constant(0), Majority: true, FailBack: v.Word("fail-back") == "yes",
		}}
	},
}
