package strategies

import (
	"time"

	"failsim/models/policy"
)

var peersEntry = policy.Strategy{
	Name:   "peers",
	Socket: policy.ServingSocket,
	About:  "users have content from each other; whom to ask a tracker tells them, which stands or falls with the origin",
	Hazard: "the tracker is a control plane too: once what it told is old nobody finds a peer; peers have what is popular, and the rest nobody",
	Used:   "BitTorrent, Spotify until 2014; proposed for 2012 by a reader of The Register",
	Params: []policy.Param{
		{Name: "finds", Kind: policy.ShareKind, Default: "70%", About: "of requests, for which a peer is there and has the bandwidth; assumption, nothing is published"},
		{Name: "tracker", Kind: policy.DurationKind, Default: "30m", About: "how long what the tracker told is of use, since the origin last answered anybody; assumption: trackers are asked each half hour"},
		{Name: "wait", Kind: policy.DurationKind, Default: "4s", About: "until a peer is asked, above 0s; assumption"},
	},
	New: func(v policy.Values) any {
		return &peers{v.Share("finds"), v.Duration("tracker"), max(1, v.Duration("wait"))}
	},
}

// peers find each other as long as somebody has heard of them of late.
type peers struct {
	finds         float64
	tracker, wait time.Duration
}

var _ policy.Serving = (*peers)(nil)

func (p *peers) Wait() time.Duration { return p.wait }

func (p *peers) Serves(m *policy.Missed) bool {
	return m.All >= 0 && m.All <= p.tracker && m.Request.Named("peers").Float64(0) < p.finds
}
