package strategies

import (
	"time"

	"failsim/models/policy"
)

var nextUpstreamEntry = policy.Strategy{
	Name:   "next-upstream",
	Socket: policy.LBRetryingSocket,
	About:  "an LB passes a request that one backend has refused, or not answered in time, to another at once, each backend once, as nginx's proxy_next_upstream does",
	Hazard: "requests that slow backends are still working on are started again at others, which multiplies an overload; a request that waits for several dead backends in turn outlasts its client's patience",
	Used:   "nginx's proxy_next_upstream, on by default",
	Params: []policy.Param{
		{Name: "tries", Kind: policy.CountKind, Default: "0", About: "attempts in all, the first included; 0: as many as there are backends; nginx, proxy_next_upstream_tries"},
		{Name: "within", Kind: policy.DurationKind, Default: "0s", About: "time since the first try after which there is no further one; 0s: no limit; nginx, proxy_next_upstream_timeout"},
		{Name: "connect", Kind: policy.DurationKind, Default: "60s", About: "time until a dead backend is given up, if the health checks' time-out is no shorter; nginx, proxy_connect_timeout"},
		{Name: "answer", Kind: policy.DurationKind, Default: "60s", About: "time until a working backend is given up; nginx, proxy_read_timeout"},
		{Name: "refused", Kind: policy.WordKind, Default: "yes", Words: []string{"yes", "no"}, About: "whether a refusal is passed on elsewhere: nginx's word error"},
		{Name: "errors", Kind: policy.WordKind, Default: "no", Words: []string{"yes", "no", "http-500", "http-503"}, About: "whether an answer that is an error is: http-500 for those of a server, http-503 for those of a queue that has sent it away, as nginx's words http_500 and http_503, yes for both; not by default; what is lost with its backend is, like a refusal"},
		{Name: "timeouts", Kind: policy.WordKind, Default: "yes", Words: []string{"yes", "no"}, About: "whether no answer in time is: nginx's word timeout"},
		{Name: "non-idempotent", Kind: policy.WordKind, Default: "no", Words: []string{"no", "yes"}, About: "whether a request that is not idempotent (of kinds of requests) is passed on, too, once a backend may have taken it in; nginx's word non_idempotent, not by default"},
	},
	New: func(v policy.Values) any {
		errors := v.Word("errors")
		return &nextUpstream{tries: v.Count("tries"), within: v.Duration("within"), connect: v.Duration("connect"), answer: v.Duration("answer"),
			twice: v.Word("non-idempotent") == "yes",
			on: [...]bool{policy.RefusedTry: v.Word("refused") == "yes", policy.LostTry: v.Word("refused") == "yes", policy.ErredTry: errors == "yes" || errors == "http-500",
				policy.UnreachedTry: v.Word("timeouts") == "yes", policy.LateTry: v.Word("timeouts") == "yes", policy.SentAwayTry: errors == "yes" || errors == "http-503"}}
	},
}

type nextUpstream struct {
	tries                   int
	within, connect, answer time.Duration
	twice                   bool    // also what is not idempotent
	on                      [6]bool // by policy.Failing
}

var _ policy.LBRetrying = (*nextUpstream)(nil)

func (n *nextUpstream) TimeOuts() (connect, answer time.Duration) { return n.connect, n.answer }

func (n *nextUpstream) Again(t *policy.Try) (policy.Where, time.Duration) {
	switch {
	case t.NonIdempotent && !n.twice && t.Failing != policy.RefusedTry && t.Failing != policy.UnreachedTry:
		return policy.NoTry, 0
	case !n.on[t.Failing], t.Untried == 0, n.tries > 0 && t.Tries >= n.tries, n.within > 0 && t.Now >= t.Since.Add(n.within):
		return policy.NoTry, 0
	}
	return policy.OtherBackend, 0
}
