package strategies

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

var testedRestoreEntry = policy.Strategy{
	Name:   "tested-restore",
	Socket: policy.OperatingSocket,
	About:  "restoring is drilled and deletes are soft: one restore, which works, then the log is replayed",
	Hazard: "shortens only the restore: damage grows until people find the cause and contain it",
	Used:   "GitLab since its loss of data of 31 January 2017",
	Params: []policy.Param{
		{Name: "takes", Kind: policy.DurationKind, Default: "30m",
			About: "how long the restore takes; assumption"},
		{Name: "replay", Kind: policy.FactorKind, Default: "5.5",
			About: "how much faster than real time the log is replayed, 0 for the plan's own merge; in 2012 15 to 17 h of changes took 175 min"},
	},
	New: func(v policy.Values) any { return &testedRestore{v.Duration("takes"), v.Factor("replay")} },
}

// testedRestore has every restore be the drilled one.
type testedRestore struct {
	takes       time.Duration
	replaySpeed float64
}

var _ policy.Operating = (*testedRestore)(nil)

func (t *testedRestore) Revise(p *policy.Playbook) {
	for i := range p.Steps {
		switch s := &p.Steps[i]; s.Do {
		case policy.Snapshot:
			s.Takes, s.Fails = distribution.Constant(t.takes), 0
		case policy.Merge:
			if t.replaySpeed > 0 {
				s.ReplaySpeed = t.replaySpeed
			}
		}
	}
}
