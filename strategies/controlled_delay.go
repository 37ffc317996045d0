package strategies

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

var controlledDelayEntry = policy.Strategy{
	Name:   "controlled-delay",
	Called: "codel",
	Socket: policy.AdmittingSocket,
	About:  "a request may wait at a backend for the interval if its queue was empty within that time, else for the target alone: CoDel as Facebook has it for servers",
	Hazard: "where work takes as long as the interval a queue is rarely empty for other reasons than overload, and nearly all that waits is refused",
	Used:   "Facebook (Fail at Scale, 2015), folly's Codel, RabbitMQ and Kong plugins",
	Params: []policy.Param{
		{Name: "interval", Kind: policy.DurationKind, Default: "100ms", About: "N of Facebook's Fail at Scale"},
		{Name: "target", Kind: policy.DurationKind, Default: "5ms", Least: "1ms", About: "M of Facebook's Fail at Scale"},
	},
	New: func(v policy.Values) any {
		return controlledDelay{v.Duration("interval"), v.Duration("target")}
	},
}

type controlledDelay struct{ interval, target time.Duration }

var (
	_ policy.Admitting        = controlledDelay{}
	_ policy.Expiring         = controlledDelay{}
	_ policy.QueueRemembering = controlledDelay{}
)

// FreshQueue implements policy.QueueRemembering: when the queue was last empty.
func (controlledDelay) FreshQueue(d *policy.Queue) any { return &emptied{d.Now} }

type emptied struct{ at sim.Time }

func (controlledDelay) Admits(*policy.Queue, *policy.Visit) bool { return true }

// Longest implements policy.Expiring. Where others wait already, the queue has not
// been empty since the first of them came: nothing else need note it.
func (c controlledDelay) Longest(d *policy.Queue) time.Duration {
	m := d.Memory.(*emptied)
	if d.Waiting == 0 {
		m.at = d.Now
	}
	if m.at < d.Now.Add(-c.interval) {
		return c.target
	}
	return c.interval
}
