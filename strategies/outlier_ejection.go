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
	Called: "outlier outlier-detection outlier_detection ejection passive-health",
	Socket: policy.FilteringSocket,
	About:  "ejects a backend after a number of failures in a row at this LB, for longer each time, as Envoy's outlier detection does",
	Hazard: "where everything fails it ejects backends that are well, up to its limit, and the rest get their load",
	Used:   "Envoy, Istio",
	Params: []policy.Param{
		{Name: "failures", Kind: policy.CountKind, Default: "5", Least: "1", About: "failures in a row; Envoy's consecutive_5xx"},
		{Name: "sweep", Kind: policy.DurationKind, Default: "10s", Least: "1ms", About: "how often backends are let back; Envoy's interval"},
		{Name: "base", Kind: policy.DurationKind, Default: "30s", About: "length of an ejection, multiplied by how often in a row it was ejected; Envoy's base_ejection_time"},
		{Name: "cap", Kind: policy.DurationKind, Default: "300s", About: "an ejection is no longer, or as long as base; Envoy's max_ejection_time"},
		{Name: "most", Kind: policy.ShareKind, Default: "10%", About: "share of the pool's backends: one more may be ejected while fewer than that are out; Envoy's max_ejection_percent"},
	},
	New: func(v policy.Values) any {
		return &outlierEjection{failures: v.Count("failures"), sweep: v.Duration("sweep"), base: v.Duration("base"), longest: max(v.Duration("base"), v.Duration("cap")), most: v.Share("most")}
	},
}

type outlierEjection struct {
	failures             int
	sweep, base, longest time.Duration
	most                 float64
}

// outliers is what an LB knows. Unless some are known, who are out or were lately, no sweep changes anything.
type outliers struct {
	of         []outlier
	out, known int
	next       sim.Time
}

type outlier struct {
	failed, times int // in a row; ejected, less the sweeps in which it was in
	out           bool
	since         sim.Time
}

func (o *outlierEjection) Fresh(t *policy.Targets, _ sim.Key) any {
	return &outliers{of: make([]outlier, len(t.InFlight)), next: sim.Time(o.sweep)}
}

func (o *outlierEjection) Spares(t *policy.Targets) (spares, lasts bool) {
	m := t.Memory.(*outliers)
	if m.known > 0 {
		o.sweepTo(m, t.Now)
	}
	return m.out == 0, m.known == 0
}

func (o *outlierEjection) Filter(t *policy.Targets) {
	o.Spares(t)
	t.Healthy = slices.DeleteFunc(t.Healthy, func(b id.Member) bool { return t.Memory.(*outliers).of[b].out })
}

func (o *outlierEjection) Learn(t *policy.Targets, e *policy.Ending) {
	m := t.Memory.(*outliers)
	switch b := &m.of[e.Backend]; e.Outcome {
	case policy.Succeeded:
		b.failed = 0
	case policy.Failed, policy.Unanswered:
		o.sweepTo(m, e.Ended)
		// The share is that before the ejection, as in gRPC and Envoy: so one always may go.
		if b.failed++; b.failed >= o.failures && !b.out && float64(m.out) < o.most*float64(t.Members) {
			m.known += 1 - min(1, b.times)
			*b = outlier{out: true, since: e.Ended, times: b.times + 1}
			m.out++
		}
	}
}

// sweepTo does the sweeps up to an instant. Of many that were missed, as no request
// asked, one lets all back whose time was up.
func (o *outlierEjection) sweepTo(m *outliers, now sim.Time) {
	for ; m.next <= now; m.next = m.next.Add(o.sweep) {
		if m.known == 0 {
			m.next = m.next.Add(now.Sub(m.next) / o.sweep * o.sweep)
		}
		for i := range m.of {
			if b := &m.of[i]; b.out && m.next >= b.since.Add(min(o.longest, time.Duration(b.times)*o.base)) {
				b.out = false
				m.out--
			} else if !b.out && b.times > 0 {
				b.times--
				m.known -= 1 - min(1, b.times)
			}
		}
	}
}
