package strategies

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

var adaptiveThrottleEntry = policy.Strategy{
	Name:   "adaptive-throttle",
	Called: "client-throttling adaptive-throttling",
	Socket: policy.SendingSocket,
	Beside: true,
	About:  "a client refuses requests locally, with a probability that grows as fewer of its recent requests are accepted: max(0, (requests - K accepts) / (requests + 1))",
	Hazard: "after a repair it goes on refusing requests until the failures have left its window; a client that sends few requests learns slowly",
	Used:   "Google (client-side throttling, SRE book), Envoy's admission control filter",
	Params: []policy.Param{
		{Name: "k", Kind: policy.FactorKind, Default: "2", Least: "1", About: "how many times its accepts a client asks; Google's SRE book"},
		{Name: "window", Kind: policy.DurationKind, Default: "2m", About: "length of the window of requests, in twelve parts that expire one by one; Google's SRE book"},
		{Name: "of", Kind: policy.WordKind, Default: "endpoint", Words: []string{"endpoint", "name"}, About: "counts for each endpoint, or for all of a name"},
		{Name: "kept", Kind: policy.WordKind, Default: "client", Words: []string{"client", "group"}, About: "by each client, or by all clients of a name together, like the threads of one process"},
	},
	New: func(v policy.Values) any {
		return &adaptiveThrottle{v.Factor("k"), max(windowParts, v.Duration("window")) / windowParts, policy.Scope{ByClient: v.Word("kept") == "client", ByEndpoint: v.Word("of") == "endpoint"}}
	},
}

const windowParts = 12 // of a window: each leaves it as a whole

type adaptiveThrottle struct {
	k     float64
	part  time.Duration
	scope policy.Scope
}

// accepts are the requests of a window, those kept back included, and how many of
// them were accepted.
type accepts struct {
	key       sim.Key
	draws     uint64
	part      int64 // since the start, of which the counts are at part modulo windowParts
	requests  [windowParts]float64
	accepted  [windowParts]float64
	sumOf, ok float64
}

func (t *adaptiveThrottle) Scope() policy.Scope { return t.scope }

func (*adaptiveThrottle) Fresh(_ sim.Time, key sim.Key) any { return &accepts{key: key} }

func (t *adaptiveThrottle) Passes(c *policy.Call) bool {
	m := c.Memory.(*accepts)
	t.turn(m, c.Now)
	refuse := (m.sumOf - float64(t.k*m.ok)) / (m.sumOf + 1)
	if m.draws++; refuse <= 0 || m.key.Float64(m.draws) >= refuse {
		return true
	}
	m.count(0)
	return false
}

// count adds a request that is kept back, or has ended, and whether it was accepted.
func (m *accepts) count(accepted float64) {
	m.requests[m.part%windowParts]++
	m.accepted[m.part%windowParts] += accepted
	m.sumOf++
	m.ok += accepted
}

// Learn takes a right answer for an acceptance, and an error or none for a refusal, as
// Envoy's filter does. What was given up for another answer counts for neither side.
func (t *adaptiveThrottle) Learn(c *policy.Call, _ sim.Time, how policy.Outcome) {
	m := c.Memory.(*accepts)
	switch t.turn(m, c.Now); how {
	case policy.Abandoned:
	case policy.Succeeded:
		m.count(1)
	default:
		m.count(0)
	}
}

// turn forgets the parts that have left the window.
func (t *adaptiveThrottle) turn(m *accepts, now sim.Time) {
	to := int64(now) / int64(t.part)
	for m.part = max(m.part, to-windowParts); m.part < to; {
		m.part++
		m.sumOf -= m.requests[m.part%windowParts]
		m.ok -= m.accepted[m.part%windowParts]
		m.requests[m.part%windowParts], m.accepted[m.part%windowParts] = 0, 0
	}
}
