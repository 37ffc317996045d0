package strategies

import (
	"time"

	"failsim/models/policy"
)

var canaryEntry = policy.Strategy{
	Name:   "canary",
	Socket: policy.GatingSocket,
	About:  "a change is made on a small part first, and on the rest if no load balancer of the region has an alarm after a while",
	Hazard: "damage that appears after the check is not seen, and the change goes on to the rest; the verdict may be lost on its way, and the change goes on to the rest",
	Used:   "Google, Facebook, Amazon's deployment pipelines",
	Params: []policy.Param{
		{Name: "first", Kind: policy.ShareKind, Default: "5%", About: "share of what the change would hit, above 0; assumption"},
		{Name: "watch", Kind: policy.DurationKind, Default: "30m", About: "time until the check, above 0s; assumption"},
		{Name: "lost", Kind: policy.ShareKind, Default: "5%",
			About: "probability that an alarm stops nothing, as at Google on 11 April 2016, where a bug lost the verdict; assumption"},
	},
	New: func(v policy.Values) any {
		return &canary{max(1e-9, v.Share("first")), max(1, v.Duration("watch")), v.Share("lost")}
	},
}

// canary finds by harm on a part what would harm all.
type canary struct {
	first float64
	watch time.Duration
	lost  float64
}

var (
	_ policy.Gating   = (*canary)(nil)
	_ policy.Limiting = (*canary)(nil)
)

// Passes implements policy.Gating: the change is made, on a part.
func (*canary) Passes(policy.Change) (share float64, delay time.Duration) { return 1, 0 }

func (c *canary) Limits() policy.Limit {
	return policy.Limit{First: c.first, Watch: c.watch, Lost: c.lost}
}
