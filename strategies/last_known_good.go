package strategies

import (
	"time"

	"failsim/models/policy"
)

var lastKnownGoodEntry = policy.Strategy{
	Name:   "last-known-good",
	Socket: policy.HealingSocket,
	About:  "a load balancer that has an alarm goes back to the configuration that it held before, by itself",
	Hazard: "the record is still lost, and the next change breaks the load balancer again; its previous configuration may be no better",
	Used:   "Google's load balancers on 16 November 2021; Azure Front Door on 29 October 2025, whose last known good was poisoned",
	Params: []policy.Param{
		{Name: "look", Kind: policy.DurationKind, Default: "1m", Least: "1s", About: "time between two looks at alarms; CloudWatch's shortest standard period is 1 min"},
		{Name: "pace", Kind: policy.RateKind, Default: "1/s", About: "rate at which load balancers go back; assumption"},
		{Name: "poisoned", Kind: policy.ShareKind, Default: "5%", About: "share of load balancers whose previous configuration is no better; assumption"},
	},
	New: func(v policy.Values) any {
		return &lastKnownGood{v.Duration("look"), v.PerSecond("pace"), v.Share("poisoned")}
	},
}

// lastKnownGood mends load balancers, and no record.
type lastKnownGood struct {
	look          time.Duration
	pacePerSecond float64
	poisoned      float64
}

var (
	_ policy.Healing  = (*lastKnownGood)(nil)
	_ policy.Watching = (*lastKnownGood)(nil)
)

func (*lastKnownGood) OnRecord(policy.RecordView) policy.Verdict { return policy.NoOpinion }

func (l *lastKnownGood) Period() time.Duration { return l.look }

func (l *lastKnownGood) Watch(v policy.PlaneView, o policy.PlaneOrders) {
	if v.AlarmedLBs() > 0 {
		o.RollBack(l.pacePerSecond, l.poisoned)
	}
}
