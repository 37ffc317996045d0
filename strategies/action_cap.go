package strategies

import (
	"time"

	"failsim/models/policy"
)

var actionCapEntry = policy.Strategy{
	Name:   "action-cap",
	Socket: policy.GatingSocket,
	About:  "the tools let one action change no more than a small share of a region's records, whoever asks",
	Hazard: "what is within the cap is harmed as ever, whether by a slip or on purpose",
	Used:   "AWS's S3 since 28 February 2017: its tool removes capacity slowly, and not below a minimum",
	Params: []policy.Param{
		{Name: "share", Kind: policy.ShareKind, Default: "1%", About: "of a region's records in one action, above 0; assumption, AWS gave no figure"},
	},
	New: func(v policy.Values) any { return &actionCap{max(1e-9, v.Share("share"))} },
}

// actionCap stops nobody, and bounds what anybody can do at once.
type actionCap struct{ share float64 }

var (
	_ policy.Gating   = (*actionCap)(nil)
	_ policy.Limiting = (*actionCap)(nil)
)

func (*actionCap) Passes(policy.Change) (share float64, delay time.Duration) { return 1, 0 }

func (a *actionCap) Limits() policy.Limit { return policy.Limit{Most: a.share} }
