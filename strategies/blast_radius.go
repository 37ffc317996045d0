package strategies

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

var blastRadiusEntry = policy.Strategy{
	Name:   "blast-radius",
	Socket: policy.HealingSocket,
	About:  "workflows may take the targets from so many of a region's load balancers an hour, and refuse the rest",
	Hazard: "within the cap damage continues, hour after hour; load balancers that it refuses to touch cannot be scaled or changed",
	Used:   "limits on deployments and deletions in Amazon's and Google's tools",
	Params: []policy.Param{
		{Name: "share", Kind: policy.ShareKind, Default: "0.1%", About: "share of a region's load balancers per hour; assumption"},
		{Name: "burst", Kind: policy.CountKind, Default: "1", Least: "1", About: "how many people at once; assumption"},
	},
	New: func(v policy.Values) any {
		burst := float64(v.Count("burst"))
		return &blastRadius{share: v.Share("share"), burst: burst, left: burst}
	},
}

// blastRadius counts writes that would leave a load balancer without targets.
type blastRadius struct {
	share, burst float64
	left         float64 // writes that it may do
	at           sim.Time
}

var _ policy.Healing = (*blastRadius)(nil)

// OnRecord refuses what is above the cap, and leaves the rest to the next strategy.
func (b *blastRadius) OnRecord(v policy.RecordView) policy.Verdict {
	if !v.Missing {
		return policy.NoOpinion
	}
	perHour := b.share * float64(v.Fleet)
	b.left, b.at = min(b.burst, b.left+float64(perHour*float64(v.Now.Sub(b.at))/float64(time.Hour))), v.Now
	if b.left < 1 {
		return policy.Refuse
	}
	b.left--
	return policy.NoOpinion
}
