package strategies

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var outlierEjectionEntry = policy.Strategy{
	Name:   "outlier-ejection",
	Socket: policy.FilteringSocket,
	About:  "takes a backend out of the choice after so many failures in a row at this LB, for longer each time, as Envoy's outlier detection does",
	Hazard: "where everything fails it ejects backends that are well, up to its limit, and the rest get their load",
	Used:   "Envoy, Istio",
	Params: []policy.Param{
		{Name: "failures", Kind: policy.CountKind, Default: "5", About: "in a row; 0 counts as 1; Envoy's consecutive_5xx"},
		{Name: "sweep", Kind: policy.DurationKind, Default: "10s", About: "how often backends are let back; less than 1ms counts as 1ms; Envoy's interval"},
		{Name: "base", Kind: policy.DurationKind, Default: "30s", About: "of an ejection, times how often in a row it was ejected; Envoy's base_ejection_time"},
		{Name: "cap", Kind: policy.DurationKind, Default: "300s", About: "an ejection is no longer, or as long as base; Envoy's max_ejection_time"},
		{Name: "most", Kind: policy.ShareKind, Default: "10%", About: "of the pool's backends: one more may go while fewer than that are out; Envoy's max_ejection_percent"},
	},
	New: func(v policy.Values) any {
		return &outlierEjection{failures: max(1, v.Count("failures")), sweep: max(time.Millisecond, v.Duration("sweep")), base: v.Duration("base"),
			longest: max(v.Duration("base"), v.Duration("cap")), most: v.Share("most")}
	},
}

type outlierEjection struct {
	failures             int
	sweep, base, longest time.Duration
	most                 float64
}

// outliers is what an LB knows of its backends.
type outliers struct {
	of   []outlier
	out  int      // how many are
	next sim.Time // sweep
}

type outlier struct {
	failed int // in a row
	out    bool
	times  int // ejected, less the sweeps in which it was in
	since  sim.Time
}

func (o *outlierEjection) Fresh(t *policy.Targets, _ sim.Key) any {
	return &outliers{of: make([]outlier, len(t.InFlight)), next: sim.Time(o.sweep)}
}

func (o *outlierEjection) Filter(t *policy.Targets) {
	m := t.Memory.(*outliers)
	if o.sweepTo(m, t.Now); m.out > 0 {
		t.Healthy = slices.DeleteFunc(t.Healthy, func(b id.Member) bool { return m.of[b].out })
	}
}

func (o *outlierEjection) Learn(t *policy.Targets, e *policy.Ending) {
	m := t.Memory.(*outliers)
	o.sweepTo(m, e.Ended)
	b := &m.of[e.Backend]
	switch e.Outcome {
	case policy.Succeeded:
		b.failed = 0
	case policy.Failed, policy.Unanswered:
		// The share is that before the ejection, as in gRPC and Envoy: so one always may go.
		if b.failed++; b.failed >= o.failures && !b.out && float64(m.out) < o.most*float64(t.Members) {
			*b = outlier{out: true, since: e.Ended, times: b.times + 1}
			m.out++
		}
	}
}

// sweepTo does the sweeps up to an instant. Of many that were missed, as nobody
// asked, one lets all back whose time was up.
func (o *outlierEjection) sweepTo(m *outliers, now sim.Time) {
	for m.next <= now {
		quiet := true
		for i := range m.of {
			b := &m.of[i]
			switch {
			case b.out && m.next >= b.since.Add(min(o.longest, time.Duration(b.times)*o.base)):
				b.out = false
				m.out--
			case !b.out && b.times > 0:
				b.times--
			}
			quiet = quiet && !b.out && b.times == 0
		}
		m.next = m.next.Add(o.sweep)
		if quiet && m.next <= now {
			m.next = m.next.Add((now.Sub(m.next)/o.sweep + 1) * o.sweep)
		}
	}
}
