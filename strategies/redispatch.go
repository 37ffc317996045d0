package strategies

import (
	"time"

	"failsim/models/policy"
)

var redispatchEntry = policy.Strategy{
	Name:   "redispatch",
	Socket: policy.LBRetryingSocket,
	About:  "an LB tries the same backend again, a second later where that has refused, and with redispatch another one at once, as HAProxy does",
	Hazard: "without redispatch it retries at a dead backend, while its clients wait; with errors a request that is not idempotent, such as an order, is executed again, as often as it is tried",
	Used:   "HAProxy's option redispatch",
	Params: []policy.Param{
		{Name: "retries", Kind: policy.CountKind, Default: "3", About: "retries after the first attempt; HAProxy, retries"},
		{Name: "redispatch", Kind: policy.WordKind, Default: "no", Words: []string{"no", "yes", "last", "last-same"},
			About: "HAProxy's option redispatch. yes: to another backend at once, each time, as with its roundrobin and leastconn; last: only the last retry, at once, as with its consistent hashes; last-same: the same, but a map-based hash finds the same backend again"},
		{Name: "connect", Kind: policy.DurationKind, Default: "5s", About: "time until a dead backend is given up, if the health checks' time-out is no shorter; HAProxy, timeout connect, which has no default: assumption"},
		{Name: "server", Kind: policy.DurationKind, Default: "0s", About: "time until a working backend is given up, without another try; 0s: never; HAProxy, timeout server, which has no default: assumption"},
		{Name: "errors", Kind: policy.WordKind, Default: "no", Words: []string{"no", "yes"},
			About: "yes: also on answers that are errors, on what is lost with its backend and on answers that are late; HAProxy, retry-on all-retryable-errors, not by default"},
		{Name: "queued", Kind: policy.WordKind, Default: "yes", Words: []string{"yes", "no"},
			About: "whether errors also means what a queue has sent away after a wait: yes for a queue of the backend's own, whose 503 HAProxy tries again; no for HAProxy's queue of maxconn, where timeout queue is the end (measured with 2.6.12)"},
		{Name: "non-idempotent", Kind: policy.WordKind, Default: "yes", Words: []string{"yes", "no"},
			About: "whether errors also means requests that are not idempotent (of kinds of requests): HAProxy's retry-on executes a POST again, unless http-request disable-l7-retry if METH_POST says no (measured with 2.6.12)"},
	},
	New: func(v policy.Values) any {
		return &redispatch{v.Count("retries"), v.Word("redispatch"), v.Word("errors") == "yes", v.Word("queued") == "yes", v.Word("non-idempotent") == "yes", v.Duration("connect"), v.Duration("server")}
	},
}

type redispatch struct {
	retries         int
	elsewhere       string
	errors, queued  bool
	twice           bool // also what is not idempotent
	connect, server time.Duration
}

var _ policy.LBRetrying = (*redispatch)(nil)

func (r *redispatch) TimeOuts() (connect, answer time.Duration) { return r.connect, r.server }

func (r *redispatch) Again(t *policy.Try) (policy.Where, time.Duration) {
	connecting, last := t.Failing == policy.RefusedTry || t.Failing == policy.UnreachedTry, t.Tries == r.retries
	switch {
	case t.Tries > r.retries || !connecting && !(r.errors && (r.twice || !t.NonIdempotent)) || t.Failing == policy.SentAwayTry && !r.queued:
		return policy.NoTry, 0
	case (r.elsewhere == "yes" || r.elsewhere == "last" && last) && t.Others > 0:
		return policy.OtherBackend, 0
	case t.Failing == policy.RefusedTry && !(last && r.elsewhere == "last-same"):
		return policy.SameBackend, min(time.Second, r.connect)
	}
	return policy.SameBackend, 0
}
