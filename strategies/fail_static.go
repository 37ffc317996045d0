package strategies

import (
	"time"

	"failsim/models/policy"
)

var failStaticEntry = policy.Strategy{
	Name:   "fail-static",
	Socket: policy.HealingSocket,
	About:  "load balancers keep their last configuration while it is unconfirmed, up to a horizon, and no workflow touches one whose record is missing",
	Hazard: "at the horizon all unconfirmed load balancers lose their configuration at once; such load balancers cannot be scaled or changed meanwhile",
	Used:   "Google's network until 2 June 2019, when the horizon came; Amazon's data planes, without one",
	Params: []policy.Param{
		{Name: "horizon", Kind: policy.DurationKind, Default: "4h", Least: "1m", About: "time after which no configuration is kept; assumption: Google lengthened its own, and gave no figure"},
		{Name: "pace", Kind: policy.RateKind, Default: "20/s", About: "rate at which load balancers get their configuration back once it is confirmed; 0/s: by their next change; assumption"},
	},
	New: func(v policy.Values) any {
		return &failStatic{max(time.Minute, v.Duration("horizon")), v.PerSecond("pace")}
	},
}

// failStatic trusts what is there for so long.
type failStatic struct {
	horizon       time.Duration
	pacePerSecond float64
}

var (
	_ policy.Healing  = (*failStatic)(nil)
	_ policy.Watching = (*failStatic)(nil)
)

func (*failStatic) OnRecord(v policy.RecordView) policy.Verdict {
	if v.Missing {
		return policy.Refuse
	}
	return policy.NoOpinion
}

// Period implements policy.Watching: load balancers mind the time themselves.
func (*failStatic) Period() time.Duration { return time.Minute }

func (f *failStatic) Watch(v policy.PlaneView, o policy.PlaneOrders) {
	switch unconfirmed := max(v.LostFor(), v.SilentFor()); {
	case unconfirmed >= f.horizon:
		o.Withdraw()
	case unconfirmed == 0:
		o.Reissue(f.pacePerSecond)
	}
}
