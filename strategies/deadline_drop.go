package strategies

import (
	"time"

	"failsim/models/policy"
)

var deadlineDropEntry = policy.Strategy{
	Name:   "deadline-drop",
	Called: "deadline load-shedding shed shedding",
	Socket: policy.AdmittingSocket,
	About:  "when a request reaches the head of the queue, the backend drops it if its client has hung up or will have before the answer: the deadline travels with the request",
	Hazard: "if needs is shorter than the work, it starts requests that it answers too late; if longer, it drops requests that would have been answered",
	Used:   "Google (deadline propagation, SRE book), gRPC servers that look at the context's deadline, Finagle's deadline filter",
	Params: []policy.Param{
		{Name: "needs", Kind: policy.DurationKind, Default: "0s", About: "minimum time left until the client hangs up; gRPC: none, a handler sees whether the deadline is past"},
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
