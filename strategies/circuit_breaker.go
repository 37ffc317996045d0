package strategies

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

var circuitBreakerEntry = policy.Strategy{
	Name:   "circuit-breaker",
	Called: "breaker circuit hystrix circuitbreaker circuit_breaker",
	Socket: policy.SendingSocket,
	Beside: true,
	About:  "after too many failures it sends nothing for a time, then a few trial requests; requests that it blocks fail at once, so that a retry or a ranked list goes elsewhere",
	Hazard: "kept by name it keeps clients from every endpoint though one is ill; after a repair it keeps them away for the rest of its time; when it counts failures in a row, an occasional success keeps it closed",
	Used:   "Netflix's Hystrix, resilience4j, gobreaker, opossum",
	Params: []policy.Param{
		{Name: "trip", Kind: policy.WordKind, Default: "consecutive", Words: []string{"consecutive", "ratio"}, About: "consecutive: after so many failures in a row, as gobreaker; ratio: after more than a share of a window, as Hystrix and opossum"},
		{Name: "failures", Kind: policy.CountKind, Default: "6", With: "trip: consecutive", Least: "1", About: "failures in a row that open it; gobreaker v2.4.0, more than 5"},
		{Name: "ratio", Kind: policy.ShareKind, Default: "50%", With: "trip: ratio", About: "share of the attempts that ended in the window: it opens if more failed; Hystrix, errorThresholdPercentage"},
		{Name: "window", Kind: policy.DurationKind, Default: "10s", With: "trip: ratio", About: "length of the window; Hystrix, statisticalWindow"},
		{Name: "parts", Kind: policy.CountKind, Default: "1", With: "trip: ratio", Least: "1", About: "parts of the window, the oldest of which is forgotten when a new one begins; 1: windows one after the other (assumption); Hystrix and opossum have 10"},
		{Name: "least", Kind: policy.CountKind, Default: "20", With: "trip: ratio", About: "attempts in a window, or it trips for none; Hystrix, requestVolumeThreshold (opossum has 0)"},
		{Name: "open", Kind: policy.DurationKind, Default: "60s", About: "time until trial requests; gobreaker and failsafe-go (opossum has 30 s, Hystrix 5 s)"},
		{Name: "trials", Kind: policy.CountKind, Default: "1", Least: "1", About: "number of trial requests, all of which must succeed; gobreaker"},
		{Name: "of", Kind: policy.WordKind, Default: "endpoint", Words: []string{"endpoint", "name"}, About: "one for each endpoint, or one for all of a name"},
		{Name: "kept", Kind: policy.WordKind, Default: "client", Words: []string{"client", "group"}, About: "by each client, or by all clients of a name together, like the threads of one process"},
	},
	New: func(v policy.Values) any {
		return &circuitBreaker{v.Word("trip") == "ratio", v.Count("failures"), v.Share("ratio"), v.Duration("window"), v.Duration("open"), v.Count("parts"), v.Count("least"), v.Count("trials"), policy.Scope{ByClient: v.Word("kept") == "client", ByEndpoint: v.Word("of") == "endpoint"}}
	},
}

type circuitBreaker struct {
	byRatio              bool
	failures             int
	ratio                float64
	window, open         time.Duration
	parts, least, trials int
	scope                policy.Scope
}

// circuit is closed, open, or half open, which is open with trials.
type circuit struct {
	open, trying bool
	since        sim.Time // it is in this state: what was sent before says nothing of it
	let, well    int      // trials that went out, and were answered right
	row          int      // failures in a row
	window       rolling
}

func closedCircuit(now sim.Time) *circuit { return &circuit{since: now, window: rolling{began: now}} }

func (b *circuitBreaker) Scope() policy.Scope { return b.scope }

func (*circuitBreaker) Fresh(now sim.Time, _ sim.Key) any { return closedCircuit(now) }

func (b *circuitBreaker) Passes(c *policy.Call) bool {
	m := c.Memory.(*circuit)
	switch {
	case !m.open:
		return true
	case !m.trying && c.Now < m.since.Add(b.open):
		return false
	case !m.trying:
		*m = circuit{open: true, trying: true, since: c.Now}
	}
	if m.let == b.trials {
		return false
	}
	m.let++
	return true
}

func (b *circuitBreaker) Learn(c *policy.Call, sent sim.Time, how policy.Outcome) {
	m, failed := c.Memory.(*circuit), how != policy.Succeeded
	switch {
	case sent < m.since:
	case how == policy.Abandoned:
		m.let = max(0, m.let-1)
	case m.open && !failed:
		if m.well++; m.well == b.trials {
			*m = *closedCircuit(c.Now)
		}
	case m.open || b.trips(m, c.Now, failed):
		*m = circuit{open: true, since: c.Now}
	}
}

// trips counts how an attempt has ended while the circuit is closed.
func (b *circuitBreaker) trips(m *circuit, now sim.Time, failed bool) bool {
	bad, ended := m.window.add(now, b.window, b.parts, failed)
	if !failed {
		m.row = 0
		return false
	}
	m.row++
	return !b.byRatio && m.row >= b.failures || b.byRatio && ended >= b.least && float64(bad) > b.ratio*float64(ended)
}
