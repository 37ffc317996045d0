package strategies

import (
	"time"

	"failsim/models/policy"
)

var slowStartEntry = policy.Strategy{
	Name:   "slow-start",
	Called: "warmup warm-up ramp ramp-up slow_start",
	Socket: policy.FilteringSocket,
	Weighs: true,
	About:  "a backend that is healthy again counts as small at first and grows to its weight over a time",
	Hazard: "the others carry its load for longer",
	Used:   "HAProxy's slowstart, AWS's ALB, Envoy's slow start",
	Params: []policy.Param{
		{Name: "over", Kind: policy.DurationKind, Default: "30s", Least: "1ms", About: "time until it has its whole weight; assumption, the least that AWS's ALB takes"},
		{Name: "least", Kind: policy.ShareKind, Default: "10%", About: "share of its weight that it starts with; Envoy's min_weight_percent"},
	},
	New: func(v policy.Values) any {
		return &slowStart{over: v.Duration("over"), least: v.Share("least")}
	},
}

// slowStart raises weights in a straight line.
type slowStart struct {
	over  time.Duration
	least float64
}

var _ policy.Filtering = (*slowStart)(nil)

func (s *slowStart) Filter(t *policy.Targets) {
	for _, b := range t.Healthy {
		if since := t.Now.Sub(t.Since[b]); since < s.over {
			t.Weights[b] *= max(s.least, float64(since)/float64(s.over))
		}
	}
}
