package strategies

import (
	"time"

	"failsim/models/policy"
)

var cellsEntry = policy.Strategy{
	Name:   "cells",
	Socket: policy.GatingSocket,
	About:  "the records of a region are kept in cells that share nothing: one change reaches one cell",
	Hazard: "users of the cell that is hit lose everything: most lose nothing, some lose as much as without cells",
	Used:   "AWS's cell-based services, as its summaries of 2020 (Kinesis) and 2023 (Lambda) promise; Slack since 2023",
	Params: []policy.Param{
		{Name: "cells", Kind: policy.CountKind, Default: "8", Least: "1", About: "number of cells of a region; assumption"},
	},
	New: func(v policy.Values) any { return &cells{v.Count("cells")} },
}

// cells divide a region's load balancers at random.
type cells struct{ number int }

var (
	_ policy.Gating   = (*cells)(nil)
	_ policy.Limiting = (*cells)(nil)
)

func (*cells) Passes(policy.Change) (share float64, delay time.Duration) { return 1, 0 }

func (c *cells) Limits() policy.Limit { return policy.Limit{Cells: c.number} }
