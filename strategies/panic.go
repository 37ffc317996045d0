package strategies

import (
	"failsim/models/id"
	"failsim/models/policy"
)

var panicEntry = policy.Strategy{
	Name:   "panic",
	Called: "panic-mode panic-threshold fail-open-lb",
	Socket: policy.FilteringSocket,
	About:  "if too few backends are healthy, all are used, unhealthy ones too: the LB fails open, as Envoy below its panic threshold does",
	Hazard: "requests go to backends that are known to be dead, and wait for them",
	Used:   "Envoy, AWS's ALB and Route 53 (fail open); Slack on 4 January 2021",
	Params: []policy.Param{
		{Name: "below", Kind: policy.ShareKind, Default: "50%", About: "share of the pool's backends; Envoy's healthy_panic_threshold; 0% only where none is left, as AWS's ALB does"},
	},
	New: func(v policy.Values) any { return &failOpen{below: v.Share("below")} },
}

// failOpen stands last in a list of filters, or those behind it act on all.
type failOpen struct{ below float64 }

var (
	_ policy.Filtering   = (*failOpen)(nil)
	_ policy.FailingOpen = (*failOpen)(nil)
)

// OpensBelow implements policy.FailingOpen, for probes, which see it too.
func (f *failOpen) OpensBelow() float64 { return f.below }

// Spares implements policy.Sparing.
func (f *failOpen) Spares(t *policy.Targets) (spares, lasts bool) {
	n := float64(len(t.Healthy))
	spares = n > 0 && n >= f.below*float64(t.Members)
	return spares, spares
}

func (f *failOpen) Filter(t *policy.Targets) {
	if spares, _ := f.Spares(t); spares {
		return
	}
	t.Healthy = t.Healthy[:0]
	for b := range t.Members {
		t.Healthy = append(t.Healthy, id.Member(b))
	}
}
