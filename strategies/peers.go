package strategies

import (
	"time"

	"failsim/models/policy"
)

var peersEntry = policy.Strategy{
	Name:   "peers",
	Socket: policy.ServingSocket,
	About:  "users fetch content from each other; a tracker, which depends on the origin, lists the peers",
	Hazard: "the tracker is a control plane too: once its lists are out of date no peer is found; peers hold only popular content",
	Used:   "BitTorrent, Spotify until 2014; proposed for 2012 by a reader of The Register",
	Params: []policy.Param{
		{Name: "finds", Kind: policy.ShareKind, Default: "70%", About: "share of requests for which a peer is available and has the bandwidth; assumption, nothing is published"},
		{Name: "tracker", Kind: policy.DurationKind, Default: "30m", About: "how long a tracker's list stays usable after the origin's last answer; assumption: trackers are asked every half hour"},
		{Name: "wait", Kind: policy.DurationKind, Default: "4s", About: "time until a peer is asked, above 0s; assumption"},
	},
	New: func(v policy.Values) any {
		return &peers{v.Share("finds"), v.Duration("tracker"), max(1, v.Duration("wait"))}
	},
}

// peers find each other as long as the tracker's list is fresh.
type peers struct {
	finds         float64
	tracker, wait time.Duration
}

var _ policy.Serving = (*peers)(nil)

func (p *peers) Wait() time.Duration { return p.wait }

func (p *peers) Serves(m *policy.Missed) bool {
	return m.All >= 0 && m.All <= p.tracker && m.Request.Named("peers").Float64(0) < p.finds
}
