package strategies

import (
	"time"

	"failsim/models/policy"
)

var actionCapEntry = policy.Strategy{
	Name:   "action-cap",
	Socket: policy.GatingSocket,
	About:  "the tools let one action change no more than a small share of a region's records",
	Hazard: "an error or an attack within the cap does its full harm",
	Used:   "AWS's S3 since 28 February 2017: its tool removes capacity slowly, and not below a minimum",
	Params: []policy.Param{
		{Name: "share", Kind: policy.ShareKind, Default: "1%", About: "share of a region's records in one action, above 0; assumption, AWS gave no figure"},
	},
	New: func(v policy.Values) any { return &actionCap{max(1e-9, v.Share("share"))} },
}

// actionCap stops no change, and bounds what one change can do at once.
type actionCap struct{ share float64 }

var (
	_ policy.Gating   = (*actionCap)(nil)
	_ policy.Limiting = (*actionCap)(nil)
)

func (*actionCap) Passes(policy.Change) (share float64, delay time.Duration) { return 1, 0 }

func (a *actionCap) Limits() policy.Limit { return policy.Limit{Most: a.share} }
