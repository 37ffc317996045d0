package strategies

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

var hedgeEntry = policy.Strategy{
	Name:   "hedge",
	Called: "hedged hedging hedged-requests backup-requests tied-requests speculative",
	Socket: policy.SendingSocket,
	Beside: true,
	Once:   true,
	About: "sends a second attempt beside the first where an answer takes longer than nearly all do, and takes the answer that comes first; " +
		"all clients of a name share one estimate of that",
	Hazard: "where overload makes answers late it adds to the load; with a share of 100% it doubles it",
	Used:   "Google (The Tail at Scale), gRPC's hedging policy, Cassandra's speculative retry",
	Params: []policy.Param{
		{Name: "percentile", Kind: policy.ShareKind, Default: "95%",
			About: "percentile of latencies after which the second attempt is sent: a running estimate, which each answer moves by 5 % at most; 0%: always after the time below; Dean and Barroso, The Tail at Scale, 2013"},
		{Name: "after", Kind: policy.DurationKind, Default: "500ms", About: "where the estimate begins; the example in gRPC's proposal A6"},
		{Name: "share", Kind: policy.ShareKind, Default: "5%", About: "share of requests that may have a second attempt; up to ten unused ones are saved for later; Dean and Barroso 2013, the ten an assumption"},
		{Name: "attempts", Kind: policy.CountKind, Default: "2", Least: "1", About: "attempts in all, retries included; more than 5 count as 5, as in gRPC"},
		{Name: "to", Kind: policy.WordKind, Default: "same", Words: []string{"same", "other"},
			About: "same: the same endpoint, where the LB may choose another backend; other: the next in the client's list, if it has one"},
	},
	New: func(v policy.Values) any {
		return &hedge{percentile: v.Share("percentile"), after: v.Duration("after"), share: v.Share("share"), attempts: min(5, v.Count("attempts")),
			elsewhere: v.Word("to") == "other"}
	},
}

// hedge follows a percentile as stochastic approximation does (Robbins and Monro
// 1951), on the scale of its logarithm: it goes up by a step where an answer took
// longer, and down by a smaller one where it did not, so that both balance where
// the share of longer ones is right.
type hedge struct {
	percentile float64
	after      time.Duration
	share      float64
	attempts   int
	elsewhere  bool
}

// hedged is what the clients of a name share.
type hedged struct {
	late   float64 // nanoseconds: the estimate
	tokens float64 // second attempts that may go out
}

const (
	hedgeStep   = 0.05
	mostHedges  = 10 // saved up
	leastHedged = float64(time.Microsecond)
)

var (
	_ policy.Hedging           = (*hedge)(nil)
	_ policy.CallerLearning    = (*hedge)(nil)
	_ policy.CallerRemembering = (*hedge)(nil)
)

func (*hedge) Scope() policy.Scope { return policy.Scope{} }

func (h *hedge) Fresh(sim.Time, sim.Key) any { return &hedged{late: float64(h.after)} }

func (h *hedge) Wait(c *policy.Call) (time.Duration, bool) {
	m := c.Memory.(*hedged)
	if c.Attempt == 0 {
		m.tokens = min(m.tokens+h.share, max(mostHedges, h.share))
	}
	return time.Duration(m.late), c.Attempt+1 < h.attempts
}

func (h *hedge) Hedge(c *policy.Call) (goes, elsewhere bool) {
	m := c.Memory.(*hedged)
	if m.tokens < 1 || c.Attempt >= h.attempts { // it may have been tried again meanwhile
		return false, false
	}
	m.tokens--
	return true, h.elsewhere
}

// Learn takes what the first attempt was abandoned for as late as it was then: it
// was late already. An error says nothing of how long an answer takes.
func (h *hedge) Learn(c *policy.Call, sent sim.Time, how policy.Outcome) {
	if h.percentile == 0 || how == policy.Failed || how == policy.Abandoned && c.Attempt > 0 {
		return
	}
	m := c.Memory.(*hedged)
	if float64(c.Now.Sub(sent)) > m.late {
		m.late *= 1 + float64(hedgeStep*h.percentile)
	} else {
		m.late = max(leastHedged, m.late*(1-float64(hedgeStep*(1-h.percentile))))
	}
}
