package strategies

import (
	"time"

	"failsim/models/policy"
)

var softDeleteEntry = policy.Strategy{
	Name:   "soft-delete",
	Socket: policy.OperatingSocket,
	About:  "a record that is deleted is marked, and kept for a while: people who know the cause take the deletion back, and need no snapshot and no merge",
	Hazard: "what is discovered after the retention is gone, and needs a snapshot; the damage grows until people know the cause",
	Used:   "Azure's blobs and key vaults, Google's Cloud Storage, most databases of customers",
	Params: []policy.Param{
		{Name: "retention", Kind: policy.DurationKind, Default: "168h", About: "how long deleted records are kept; Azure's default for blobs"},
		{Name: "takes", Kind: policy.DurationKind, Default: "10m", About: "time to undo a deletion; assumption"},
	},
	New: func(v policy.Values) any { return &softDelete{v.Duration("retention"), v.Duration("takes")} },
}

// softDelete leaves every step as it is where the deletion can no longer be taken back.
type softDelete struct{ retention, takes time.Duration }

var _ policy.Operating = (*softDelete)(nil)

func (s *softDelete) Revise(p *policy.Playbook) {
	for i := range p.Steps {
		if p.Steps[i].Do == policy.Snapshot {
			p.Steps[i].Undelete = policy.Undelete{Within: s.retention, Takes: s.takes}
		}
	}
}
