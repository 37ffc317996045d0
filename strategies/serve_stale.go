package strategies

import (
	"time"

	"failsim/models/policy"
)

var serveStaleEntry = policy.Strategy{
	Name:   "serve-stale",
	Socket: policy.ServingSocket,
	About:  "the edge keeps what the origin last told a user, his right to see a film too, and answers with it for a while when the origin fails (stale-if-error, grace tokens)",
	Hazard: "who has not asked within the grace has nothing, a new device least of all; what changed since is answered as it was",
	Used:   "HTTP caches (RFC 5861), Fastly, Cloudflare's Always Online, licences with a grace",
	Params: []policy.Param{
		{Name: "grace", Kind: policy.DurationKind, Default: "24h", About: "how old an answer may be; assumption"},
		{Name: "kept", Kind: policy.ShareKind, Default: "95%", About: "of requests, whose answer is of a kind that may be kept; assumption"},
		{Name: "wait", Kind: policy.DurationKind, Default: "2s", About: "for the origin, above 0s; assumption"},
	},
	New: func(v policy.Values) any {
		return &serveStale{v.Duration("grace"), v.Share("kept"), max(1, v.Duration("wait"))}
	},
}

// serveStale answers whom the origin has answered of late.
type serveStale struct {
	grace time.Duration
	kept  float64
	wait  time.Duration
}

var _ policy.Serving = (*serveStale)(nil)

func (s *serveStale) Wait() time.Duration { return s.wait }

func (s *serveStale) Serves(m *policy.Missed) bool {
	return m.Since >= 0 && m.Since <= s.grace && m.Request.Named("kept").Float64(0) < s.kept
}
