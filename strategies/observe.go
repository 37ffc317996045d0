package strategies

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var observeEntry = policy.Strategy{
	Name:   "observe",
	Socket: policy.FilteringSocket,
	About:  "a backend is down after a number of failed requests in a row, until health checks have passed again, as HAProxy's observe with on-error mark-down",
	Hazard: "it has no limit: if everything fails, all are down and every request is refused; checks that see nothing wrong bring a backend back within seconds, to fail again",
	Used:   "HAProxy, where a server line says observe",
	Params: []policy.Param{
		{Name: "errors", Kind: policy.CountKind, Default: "10", Least: "1", About: "failures in a row; HAProxy's error-limit"},
		{Name: "layer", Kind: policy.WordKind, Default: "answers", Words: []string{"answers", "connections"}, About: "answers: those that are errors count too, HAProxy's layer7; connections: only those that nothing answers, its layer4"},
		{Name: "inter", Kind: policy.DurationKind, Default: "2s", Least: "1ms", About: "time between two checks; HAProxy's inter"},
		{Name: "rise", Kind: policy.CountKind, Default: "2", Least: "1", About: "successful checks that bring it back; HAProxy's rise"},
	},
	New: func(v policy.Values) any {
		return &observe{v.Count("errors"), v.Word("layer") == "answers", v.Duration("inter"), v.Count("rise")}
	},
}

// observe takes the checks that bring a backend back to be those that the LB has
// anyway: while those fail it is not in the choice as it is.
type observe struct {
	errors  int
	answers bool
	inter   time.Duration
	rise    int
}

var (
	_ policy.Filtering   = (*observe)(nil)
	_ policy.Learning    = (*observe)(nil)
	_ policy.Remembering = (*observe)(nil)
)

// observed is what an LB knows of a backend.
type observed struct {
	failed int // in a row
	until  sim.Time
	phase  time.Duration // of its checks
}

func (o *observe) Fresh(t *policy.Targets, key sim.Key) any {
	all := make([]observed, len(t.InFlight))
	for b := range all {
		all[b] = observed{until: longAgo, phase: time.Duration(key.Float64(uint64(b)) * float64(o.inter))}
	}
	return all
}

func (o *observe) Filter(t *policy.Targets) {
	all := t.Memory.([]observed)
	t.Healthy = slices.DeleteFunc(t.Healthy, func(b id.Member) bool { return all[b].until > t.Now })
}

func (o *observe) Learn(t *policy.Targets, e *policy.Ending) {
	b := &t.Memory.([]observed)[e.Backend]
	switch {
	case e.Outcome == policy.Succeeded:
		b.failed = 0
	case e.Outcome == policy.Unanswered || e.Outcome == policy.Failed && o.answers:
		if b.failed++; b.failed >= o.errors && b.until <= e.Ended {
			p := policy.ProbeTiming{Interval: o.inter, Unhealthy: 1, Healthy: o.rise}
			b.failed, b.until = 0, p.VerdictAt(e.Ended+1, b.phase, 0, true, false)
		}
	}
}
