package strategies

import (
	"time"

	"failsim/models/policy"
)

var localLibraryEntry = policy.Strategy{
	Name:   "local-library",
	Socket: policy.ServingSocket,
	About:  "some users have on their device, or on a disc, something to go on with",
	Hazard: "who keeps nothing has nothing; what is wanted is often not what is there",
	Used:   "downloads of Netflix and Spotify; DVDs, as readers of The Register said in 2013",
	Params: []policy.Param{
		{Name: "users", Kind: policy.ShareKind, Default: "20%", About: "who keep anything; assumption"},
		{Name: "wanted", Kind: policy.ShareKind, Default: "50%", About: "of their requests, for which it will do; assumption"},
		{Name: "wait", Kind: policy.DurationKind, Default: "8s", About: "until they take it, above 0s; assumption"},
	},
	New: func(v policy.Values) any {
		return &localLibrary{v.Share("users"), v.Share("wanted"), max(1, v.Duration("wait"))}
	},
}

// localLibrary asks nobody.
type localLibrary struct {
	users, wanted float64
	wait          time.Duration
}

var _ policy.Serving = (*localLibrary)(nil)

func (l *localLibrary) Wait() time.Duration { return l.wait }

func (l *localLibrary) Serves(m *policy.Missed) bool {
	return m.User.Named("library").Float64(0) < l.users && m.Request.Named("wanted").Float64(0) < l.wanted
}
