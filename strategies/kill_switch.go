package strategies

import (
	"time"

	"failsim/models/policy"
)

var killSwitchEntry = policy.Strategy{
	Name:   "kill-switch",
	Called: "killswitch big-red-button",
	Socket: policy.HealingSocket,
	About:  "switches a region's workflows off when control-plane calls fail and LBs raise alarms at the same time",
	Hazard: "stops scaling while demand may grow, until people look; it mends nothing by itself",
	Used:   "automation with a stop button; by hand on 24 December 2012 (AWS)",
	Params: []policy.Param{
		{Name: "error-share", Kind: policy.ShareKind, Default: "5%",
			About: "share of the last five minutes' calls that must have failed; assumption"},
		{Name: "calls", Kind: policy.CountKind, Default: "20",
			About: "how many calls there must have been to judge by; assumption"},
		{Name: "misconfigured", Was: "damaged", Kind: policy.CountKind, Default: "10",
			About: "how many LBs must have an alarm on their error rate; assumption"},
		{Name: "period", Kind: policy.DurationKind, Default: "1m",
			Least: "1s", About: "time between two looks; CloudWatch's shortest standard period is 1 min"},
		{Name: "resume", Kind: policy.WordKind, Default: "never", Words: []string{"never", "steady"}, WordsWere: map[string]string{"calm": "steady"},
			About: "never: people switch workflows on again; steady: the switch does, once fewer LBs than misconfigured have alarms; assumption"},
	},
	New: func(v policy.Values) any {
		return &killSwitch{
			errorShare:    v.Share("error-share"),
			calls:         v.Count("calls"),
			misconfigured: v.Count("misconfigured"),
			period:        v.Duration("period"),
			resumes:       v.Word("resume") == "steady",
		}
	},
}

// killSwitch asks for two signals, as failing calls alone may be a customer's
// own doing and alarms alone a tenant's overload.
type killSwitch struct {
	errorShare           float64
	calls, misconfigured int
	period               time.Duration
	resumes              bool
}

var (
	_ policy.Healing  = (*killSwitch)(nil)
	_ policy.Watching = (*killSwitch)(nil)
)

// OnRecord leaves lost records to the next strategy.
func (*killSwitch) OnRecord(policy.RecordView) policy.Verdict { return policy.NoOpinion }

func (k *killSwitch) Period() time.Duration { return k.period }

func (k *killSwitch) Watch(v policy.PlaneView, o policy.PlaneOrders) {
	alarmed := v.AlarmedLBs() >= k.misconfigured
	if v.Paused() {
		if k.resumes && !alarmed {
			o.Resume()
		}
		return
	}
	share, calls := v.ErrorShare()
	if alarmed && calls >= k.calls && share >= k.errorShare {
		o.Pause()
	}
}
