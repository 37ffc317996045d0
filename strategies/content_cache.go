package strategies

import (
	"time"

	"failsim/models/policy"
)

var contentCacheEntry = policy.Strategy{
	Name:   "content-cache",
	Called: "cdn",
	Socket: policy.ServingSocket,
	About:  "content lies in caches near the users, at their providers or a CDN: what plays goes on without the origin, what starts needs it",
	Hazard: "what starts needs the origin's API, and fails with it; content that few ask for lies in no cache",
	Used:   "Netflix's Open Connect, Akamai, CloudFront",
	Params: []policy.Param{
		{Name: "starts", Kind: policy.ShareKind, Default: "20%", About: "share of requests that need the API; assumption"},
		{Name: "hits", Kind: policy.ShareKind, Default: "95%", About: "share of the others that a cache holds; assumption"},
		{Name: "wait", Kind: policy.DurationKind, Default: "100ms", About: "time that asking the cache first takes, above 0s; assumption"},
	},
	New: func(v policy.Values) any {
		return &contentCache{v.Share("starts"), v.Share("hits"), max(1, v.Duration("wait"))}
	},
}

// contentCache needs no user to have asked before: it is filled for all.
type contentCache struct {
	starts, hits float64
	wait         time.Duration
}

var _ policy.Serving = (*contentCache)(nil)

func (c *contentCache) Wait() time.Duration { return c.wait }

func (c *contentCache) Serves(m *policy.Missed) bool {
	return m.Request.Named("starts").Float64(0) >= c.starts && m.Request.Named("hits").Float64(0) < c.hits
}
