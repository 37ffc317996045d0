package strategies

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

var auditFirstEntry = policy.Strategy{
	Name:   "audit-first",
	Socket: policy.OperatingSocket,
	About:  "people who see a symptom first look at recent changes: if the change is in the log, they follow no false lead",
	Hazard: "a change that is not in the log, or not linked to what it broke, is found no sooner; detection is no faster",
	Used:   "change tickets beside dashboards; proposed for 2012 by readers of The Register",
	Params: []policy.Param{
		{Name: "logged", Kind: policy.ShareKind, Default: "80%", About: "probability that the change that did it is in the log; assumption"},
		{Name: "takes", Kind: policy.DurationKind, Default: "10m", About: "time to look it up; assumption"},
	},
	New: func(v policy.Values) any { return &auditFirst{v.Share("logged"), v.Duration("takes")} },
}

// auditFirst shortens what lies between noticing and the cause.
type auditFirst struct {
	logged float64
	takes  time.Duration
}

var _ policy.Operating = (*auditFirst)(nil)

func (a *auditFirst) Revise(p *policy.Playbook) {
	if p.Draw("logged") >= a.logged {
		return
	}
	for i := range p.Steps {
		switch s := &p.Steps[i]; s.Do {
		case policy.Misdiagnose:
			s.Takes = distribution.Constant(0)
		case policy.Find:
			s.Takes = distribution.Constant(a.takes)
		}
	}
}
