package strategies

import (
	"time"

	"failsim/models/policy"
)

var degradeEntry = policy.Strategy{
	Name:   "degrade",
	Socket: policy.ServingSocket,
	About:  "when the origin fails the edge answers with less: a static page, a list without what is personal",
	Hazard: "requests that change something have no static answer; a page without what was asked for counts as an answer",
	Used:   "Netflix's fallbacks on 24 December 2012, whose web site stayed near normal; most shops",
	Params: []policy.Param{
		{Name: "share", Kind: policy.ShareKind, Default: "60%", About: "share of requests for which a reduced answer will do; assumption"},
		{Name: "wait", Kind: policy.DurationKind, Default: "1s", About: "time to wait for the origin first, above 0s; Hystrix's default time-out"},
	},
	New: func(v policy.Values) any { return &degrade{v.Share("share"), max(1, v.Duration("wait"))} },
}

// degrade answers the same to all.
type degrade struct {
	share float64
	wait  time.Duration
}

var _ policy.Serving = (*degrade)(nil)

func (d *degrade) Wait() time.Duration { return d.wait }

func (d *degrade) Serves(m *policy.Missed) bool {
	return m.Request.Named("degrade").Float64(0) < d.share
}
