package strategies

import "failsim/models/policy"

var lifoEntry = policy.Strategy{
	Name:   "lifo",
	Socket: policy.AdmittingSocket,
	About:  "a backend at which more than so many wait serves who came last: their clients are still there",
	Hazard: "who came first waits until the overload is over, or for ever; a full queue of requests that nobody wants any more refuses new ones, unless something sends them away",
	Used:   "Facebook (adaptive LIFO), Dropbox's Bandaid proxy",
	Params: []policy.Param{
		{Name: "above", Kind: policy.CountKind, Default: "0", About: "that many waiting the first is next, as in steady times; assumption: Facebook's adaptive LIFO switches once a queue forms"},
	},
	New: func(v policy.Values) any { return lifo{float64(v.Count("above"))} },
}

type lifo struct{ above float64 }

var (
	_ policy.Admitting = lifo{}
	_ policy.Ordering  = lifo{}
)

func (lifo) Admits(*policy.Queue, *policy.Visit) bool { return true }

func (l lifo) Newest(d *policy.Queue) bool { return float64(d.Waiting)*d.Weight > l.above }
