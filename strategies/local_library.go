package strategies

import (
	"time"

	"failsim/models/policy"
)

var localLibraryEntry = policy.Strategy{
	Name:   "local-library",
	Socket: policy.ServingSocket,
	About:  "some users have on their device, or on a disc, something to go on with",
	Hazard: "users without local content have nothing; the content that a user wants is often not on the device",
	Used:   "downloads of Netflix and Spotify; DVDs, as readers of The Register said in 2013",
	Params: []policy.Param{
		{Name: "users", Kind: policy.ShareKind, Default: "20%", About: "share of users that keep anything; assumption"},
		{Name: "wanted", Kind: policy.ShareKind, Default: "50%", About: "share of their requests that it can answer; assumption"},
		{Name: "wait", Kind: policy.DurationKind, Default: "8s", About: "time until they take it, above 0s; assumption"},
	},
	New: func(v policy.Values) any {
		return &localLibrary{v.Share("users"), v.Share("wanted"), max(1, v.Duration("wait"))}
	},
}

// localLibrary sends no request.
type localLibrary struct {
	users, wanted float64
	wait          time.Duration
}

var _ policy.Serving = (*localLibrary)(nil)

func (l *localLibrary) Wait() time.Duration { return l.wait }

func (l *localLibrary) Serves(m *policy.Missed) bool {
	return m.User.Named("library").Float64(0) < l.users && m.Request.Named("wanted").Float64(0) < l.wanted
}
