package strategies

import (
	"time"

	"failsim/models/policy"
)

var queueTimeoutEntry = policy.Strategy{
	Name:   "queue-timeout",
	Socket: policy.AdmittingSocket,
	About:  "a request that has waited for so long at a backend is answered with an error: its client hears of it, and may go elsewhere",
	Hazard: "shorter than a burst takes it refuses what a moment later would have been answered; with retries each of them comes back at once, as a request more",
	Used:   "HAProxy (timeout queue), Tomcat and Jetty with a limit on queued time, ASP.NET Core's queue limits",
	Params: []policy.Param{
		{Name: "limit", Kind: policy.DurationKind, Default: "5s", About: "of waiting; 0s is none; assumption: HAProxy takes timeout connect, which its manual sets to 5 s"},
	},
	New: func(v policy.Values) any { return queueTimeout{v.Duration("limit")} },
}

type queueTimeout struct{ limit time.Duration }

var (
	_ policy.Admitting = queueTimeout{}
	_ policy.Expiring  = queueTimeout{}
)

func (queueTimeout) Admits(*policy.Queue, *policy.Visit) bool { return true }

func (q queueTimeout) Longest(*policy.Queue) time.Duration { return q.limit }
