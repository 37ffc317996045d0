package strategies

import (
	"time"

	"failsim/models/policy"
)

var deadlineDropEntry = policy.Strategy{
	Name:   "deadline-drop",
	Called: "deadline load-shedding shed shedding",
	Socket: policy.AdmittingSocket,
	About:  "a backend whose turn it is with a request drops it if its client has hung up, or will have before the answer: the deadline travels with the request",
	Hazard: "asking for less time than the work takes it begins with whoever has a moment left, and answers too late; asking for more it drops what would have been answered",
	Used:   "Google (deadline propagation, SRE book), gRPC servers that look at the context's deadline, Finagle's deadline filter",
	Params: []policy.Param{
		{Name: "needs", Kind: policy.DurationKind, Default: "0s", About: "that must be left until the client hangs up; gRPC: none, a handler sees whether the deadline is past"},
	},
	New: func(v policy.Values) any { return deadlineDrop{v.Duration("needs")} },
}

type deadlineDrop struct{ needs time.Duration }

var (
	_ policy.Admitting = deadlineDrop{}
	_ policy.Dropping  = deadlineDrop{}
)

func (b deadlineDrop) Admits(d *policy.Queue, v *policy.Visit) bool { return b.Keeps(d, v) }

func (b deadlineDrop) Keeps(d *policy.Queue, v *policy.Visit) bool {
	return d.Now.Add(b.needs) < v.Until
}
