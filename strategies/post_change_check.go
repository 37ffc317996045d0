package strategies

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

var postChangeCheckEntry = policy.Strategy{
	Name:   "post-change-check",
	Socket: policy.OperatingSocket,
	About:  "a suite of tests runs after each change: what it covers is detected when it has run, even before a user is harmed",
	Hazard: "what the suite does not cover is detected no sooner; the cause has still to be found",
	Used:   "smoke tests after a deployment; proposed for 2012 by readers of The Register",
	Params: []policy.Param{
		{Name: "covers", Kind: policy.ShareKind, Default: "50%", About: "probability that the suite shows what a wrong change has broken; assumption"},
		{Name: "takes", Kind: policy.DurationKind, Default: "15m", About: "how long the suite runs; assumption"},
	},
	New: func(v policy.Values) any { return &postChangeCheck{v.Share("covers"), v.Duration("takes")} },
}

// postChangeCheck has people notice by the clock of the change.
type postChangeCheck struct {
	covers float64
	takes  time.Duration
}

var _ policy.Operating = (*postChangeCheck)(nil)

func (c *postChangeCheck) Revise(p *policy.Playbook) {
	if p.Draw("covered") >= c.covers {
		return
	}
	for i := range p.Steps {
		if s := &p.Steps[i]; s.Do == policy.Notice {
			s.When.Timed, s.When.At = true, 0
			s.Takes = distribution.Constant(c.takes)
		}
	}
}
