package strategies

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

// away says how long a client stays away from an endpoint before it looks there
// again: longer at each look in vain. So when an outage is over clients come back
// late, and the later the longer it was, as those of gRPC do.
type away struct {
	after  time.Duration
	growth float64
	cap    time.Duration
	jitter float64
}

var awayParams = []policy.Param{
	{Name: "probe-after", Kind: policy.DurationKind, Default: "60s",
		About: "time away from the favourite before it is probed, and between probes that fail; assumption; gRPC reconnects after 1s"},
	{Name: "growth", Kind: policy.FactorKind, Default: "1",
		Least: "1", About: "factor on that time at each probe that fails; assumption; gRPC's back-off has 1.6"},
	{Name: "cap", Kind: policy.DurationKind, Default: "120s",
		About: "upper limit of that time, or probe-after if that is longer; gRPC's back-off"},
	{Name: "jitter", Kind: policy.ShareKind, Default: "0%",
		About: "jitter: share by which the time is longer or shorter once a probe has failed; assumption; gRPC's back-off has 20%"},
}

func newAway(v policy.Values) away {
	after := v.Duration("probe-after")
	return away{after, v.Factor("growth"), max(v.Duration("cap"), after), v.Share("jitter")}
}

// wait returns how long it is until a probe, the first of which is 1. That wait is
// the same for all, as in gRPC: who lost a server together looks again together.
func (p *away) wait(c *policy.Choice, probe uint8) time.Duration {
	wait := float64(p.after)
	for i := uint8(1); i < probe && wait < float64(p.cap); i++ {
		wait = float64(wait * p.growth)
	}
	wait = min(wait, float64(p.cap))
	if p.jitter > 0 && probe > 1 {
		u := float64(float64(sim.Mix(sim.Mix(c.Client)+uint64(c.Now))>>11) / (1 << 53))
		wait *= 1 + float64(p.jitter*(float64(2*u)-1))
	}
	return time.Duration(wait)
}
