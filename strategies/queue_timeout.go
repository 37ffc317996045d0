package strategies

import (
	"time"

	"failsim/models/policy"
)

var queueTimeoutEntry = policy.Strategy{
	Name:   "queue-timeout",
	Socket: policy.AdmittingSocket,
	About:  "a request that has waited too long at a backend is answered with an error, so that its client may go elsewhere",
	Hazard: "a limit shorter than a burst refuses requests that would have been answered a moment later; with retries, each refused request comes back at once as additional load",
	Used:   "HAProxy (timeout queue), Tomcat and Jetty with a limit on queued time, ASP.NET Core's queue limits",
	Params: []policy.Param{
		{Name: "limit", Kind: policy.DurationKind, Default: "5s", About: "longest wait; 0s is none; assumption: HAProxy takes timeout connect, which its manual sets to 5 s"},
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
