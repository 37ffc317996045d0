package strategies

import (
	"math"
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var successRateEntry = policy.Strategy{
	Name:   "success-rate",
	Socket: policy.FilteringSocket,
	About:  "ejects a backend whose success rate is far below that of the others at this LB, as Envoy's outlier detection by success rate",
	Hazard: "two bad backends of nine hide each other: more bad backends widen the deviation, and none is ejected; an LB with few requests never judges",
	Used:   "Envoy, Istio",
	Params: []policy.Param{
		{Name: "interval", Kind: policy.DurationKind, Default: "10s", Least: "1ms", About: "window in which requests are counted, and after which it judges; Envoy's interval"},
		{Name: "hosts", Kind: policy.CountKind, Default: "5", About: "backends with enough requests, below which it does not judge; Envoy's success_rate_minimum_hosts"},
		{Name: "requests", Kind: policy.CountKind, Default: "100", About: "requests of a backend in an interval that are enough to judge it; Envoy's success_rate_request_volume"},
		{Name: "factor", Kind: policy.FactorKind, Default: "1.9", About: "number of standard deviations below the mean; Envoy's success_rate_stdev_factor"},
		{Name: "base", Kind: policy.DurationKind, Default: "30s", About: "length of an ejection, multiplied by how often it was ejected; Envoy's base_ejection_time"},
		{Name: "cap", Kind: policy.DurationKind, Default: "300s", About: "an ejection is no longer, or as long as base; Envoy's max_ejection_time"},
		{Name: "most", Kind: policy.ShareKind, Default: "10%", About: "share of the pool's backends: one more may be ejected while fewer than that are out; Envoy's max_ejection_percent"},
	},
	New: func(v policy.Values) any {
		return &successRate{v.Duration("interval"), v.Count("hosts"), v.Count("requests"), v.Factor("factor"), v.Duration("base"), v.Duration("cap"), v.Share("most")}
	},
}

type successRate struct {
	interval        time.Duration
	hosts, requests int
	factor          float64
	base, cap       time.Duration
	most            float64
}

// rated is what an LB knows of its backends.
type rated struct {
	of   []rate
	next sim.Time
}

type rate struct {
	n, good, times int
	until          sim.Time
}

func (s *successRate) Fresh(t *policy.Targets, _ sim.Key) any {
	return &rated{make([]rate, len(t.InFlight)), sim.Time(s.interval)}
}

func (s *successRate) Filter(t *policy.Targets) {
	m := t.Memory.(*rated)
	s.judge(t, m, t.Now)
	t.Healthy = slices.DeleteFunc(t.Healthy, func(b id.Member) bool { return m.of[b].until > t.Now })
}

func (s *successRate) Learn(t *policy.Targets, e *policy.Ending) {
	m := t.Memory.(*rated)
	s.judge(t, m, e.Ended)
	if r := &m.of[e.Backend]; e.Outcome != policy.Abandoned {
		if r.n++; e.Outcome == policy.Succeeded {
			r.good++
		}
	}
}

// judge ends the interval, if it is over; what was counted in it goes.
func (s *successRate) judge(t *policy.Targets, m *rated, now sim.Time) {
	if now < m.next {
		return
	}
	hosts, sum, squares, out := 0.0, 0.0, 0.0, 0.0
	for i := range m.of {
		if r := &m.of[i]; r.n >= max(1, s.requests) {
			x := float64(r.good) / float64(r.n)
			hosts, sum, squares = hosts+1, sum+x, squares+float64(x*x)
		}
		if m.of[i].until > m.next {
			out++
		}
	}
	mean := sum / hosts
	limit := mean - float64(s.factor*math.Sqrt(max(0, squares/hosts-float64(mean*mean))))
	for i := range m.of {
		r := &m.of[i]
		if hosts >= float64(s.hosts) && r.n >= max(1, s.requests) && float64(r.good)/float64(r.n) < limit && out < s.most*float64(t.Members) {
			r.times++
			r.until = m.next.Add(min(time.Duration(r.times)*s.base, max(s.cap, s.base)))
			out++
		}
		r.n, r.good = 0, 0
	}
	m.next = m.next.Add((now.Sub(m.next)/s.interval + 1) * s.interval)
}
