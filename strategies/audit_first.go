package strategies

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

var auditFirstEntry = policy.Strategy{
	Name:   "audit-first",
	Socket: policy.OperatingSocket,
	About:  "people who see a symptom look first what was changed of late: they follow no wrong cause if the change is in the log",
	Hazard: "a change that is not in the log, or not linked to what it hit, is found no sooner; nobody notices any sooner",
	Used:   "change tickets beside dashboards; proposed for 2012 by readers of The Register",
	Params: []policy.Param{
		{Name: "logged", Kind: policy.ShareKind, Default: "80%", About: "probability that the change that did it is in the log; assumption"},
		{Name: "takes", Kind: policy.DurationKind, Default: "10m", About: "to look it up; assumption"},
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
