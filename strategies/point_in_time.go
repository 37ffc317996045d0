package strategies

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

var pointInTimeEntry = policy.Strategy{
	Name:   "point-in-time",
	Socket: policy.OperatingSocket,
	About:  "the store is brought to what it was at any instant, such as just before the loss: only changes since the loss are left to merge",
	Hazard: "a restore that is not drilled fails, and begins anew; the damage grows until people know the cause",
	Used:   "AWS's second try on 24 December 2012; DynamoDB and PostgreSQL offer it",
	Params: []policy.Param{
		{Name: "takes", Kind: policy.DurationKind, Default: "1h", About: "length of one attempt; assumption"},
		{Name: "fails", Kind: policy.ShareKind, Default: "25%", About: "probability that a try fails; in 2012 the first did; 0.2 to 0.3 is an assumption"},
		{Name: "replay", Kind: policy.FactorKind, Default: "5.5",
			About: "how much faster than real time changes since the loss are merged, 0 for the plan's own merge; in 2012 15 to 17 h of changes took 175 min"},
	},
	New: func(v policy.Values) any {
		return &pointInTime{v.Duration("takes"), v.Share("fails"), v.Factor("replay")}
	},
}

// pointInTime has every restore be one to the instant before the loss.
type pointInTime struct {
	takes       time.Duration
	fails       float64
	replaySpeed float64
}

var _ policy.Operating = (*pointInTime)(nil)

func (p *pointInTime) Revise(b *policy.Playbook) {
	for i := range b.Steps {
		switch s := &b.Steps[i]; s.Do {
		case policy.Snapshot:
			s.Takes, s.Fails = distribution.Constant(p.takes), p.fails
			if s.Else == policy.NoStep {
				s.Else = i
			}
		case policy.Merge:
			if p.replaySpeed > 0 {
				s.ReplaySpeed, s.FromLoss = p.replaySpeed, true
			}
		}
	}
}
