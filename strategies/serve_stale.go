package strategies

import (
	"time"

	"failsim/models/policy"
)

var serveStaleEntry = policy.Strategy{
	Name:   "serve-stale",
	Socket: policy.ServingSocket,
	About:  "the edge keeps the origin's last answers to each user, licences to play a film included, and serves them for a grace period when the origin fails (stale-if-error, grace tokens)",
	Hazard: "a user with no request within the grace gets nothing, as does a new device; content that has changed since is served stale",
	Used:   "HTTP caches (RFC 5861), Fastly, Cloudflare's Always Online, licences with a grace",
	Params: []policy.Param{
		{Name: "grace", Kind: policy.DurationKind, Default: "24h", About: "how old an answer may be; assumption"},
		{Name: "kept", Kind: policy.ShareKind, Default: "95%", About: "share of requests whose answers may be cached; assumption"},
		{Name: "wait", Kind: policy.DurationKind, Default: "2s", About: "time to wait for the origin first, above 0s; assumption"},
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
