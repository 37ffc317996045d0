package strategies

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var maxFailsEntry = policy.Strategy{
	Name:   "max-fails",
	Socket: policy.FilteringSocket,
	About:  "a backend that fails often enough within a window gets nothing for the same time, then one trial request: passive health checks as nginx's",
	Hazard: "if all fail, all are out: a blip becomes an outage of the whole window; an error that a backend answers with counts for nothing",
	Used:   "nginx by default (max_fails 1, fail_timeout 10s)",
	Params: []policy.Param{
		{Name: "fails", Kind: policy.CountKind, Default: "1", About: "unanswered attempts within the window that take it out; 0: none does; nginx's max_fails"},
		{Name: "timeout", Kind: policy.DurationKind, Default: "10s", About: "window in which they are counted, and for which it is out, in whole seconds plus one, as nginx counts; nginx's fail_timeout"},
		{Name: "counts", Kind: policy.WordKind, Default: "unanswered", Words: []string{"unanswered", "errors"}, About: "unanswered: refused connections and time-outs; errors: answers that are errors too, as with nginx's proxy_next_upstream http_500"},
	},
	New: func(v policy.Values) any {
		return &maxFails{v.Count("fails"), sim.Time(v.Duration("timeout").Truncate(time.Second)), v.Word("counts") == "errors"}
	},
}

type maxFails struct {
	fails   int
	timeout sim.Time
	errors  bool
}

var (
	_ policy.Filtering   = (*maxFails)(nil)
	_ policy.Learning    = (*maxFails)(nil)
	_ policy.Remembering = (*maxFails)(nil)
)

// failing is what an LB knows of a backend.
type failing struct {
	fails   int
	checked sim.Time // the second from which on its time counts
}

func (*maxFails) Fresh(t *policy.Targets, _ sim.Key) any { return make([]failing, len(t.InFlight)) }

func second(t sim.Time) sim.Time { return t / sim.Time(time.Second) * sim.Time(time.Second) }

// Filter lets one request go to a backend whose time is over; others wait for what
// becomes of it. A backend that is alone is never out.
func (m *maxFails) Filter(t *policy.Targets) {
	all, now := t.Memory.([]failing), second(t.Now)
	if m.fails == 0 || t.Members == 1 {
		return
	}
	t.Healthy = slices.DeleteFunc(t.Healthy, func(b id.Member) bool {
		f := &all[b]
		return f.fails >= m.fails && (now-f.checked <= m.timeout || t.InFlight[b] > 0)
	})
}

func (m *maxFails) Learn(t *policy.Targets, e *policy.Ending) {
	f := &t.Memory.([]failing)[e.Backend]
	switch {
	case e.Outcome == policy.Unanswered || e.Outcome == policy.Failed && m.errors:
		if now := second(e.Ended); now-f.checked > m.timeout && f.fails < m.fails {
			*f = failing{1, now}
		} else {
			f.fails, f.checked = f.fails+1, now
		}
	case e.Outcome == policy.Succeeded && f.fails > 0 && second(e.Sent) > f.checked:
		f.fails = 0
	}
}
