package strategies

import "failsim/models/policy"

var lifoEntry = policy.Strategy{
	Name:   "lifo",
	Socket: policy.AdmittingSocket,
	About:  "above a queue length, a backend serves the newest request first: its client is still waiting",
	Hazard: "the oldest requests wait until the overload is over, or for ever; a queue full of abandoned requests refuses new ones, unless something drops them",
	Used:   "Facebook (adaptive LIFO), Dropbox's Bandaid proxy",
	Params: []policy.Param{
		{Name: "above", Kind: policy.CountKind, Default: "0", About: "queue length up to which the oldest request is served first; assumption: Facebook's adaptive LIFO switches once a queue forms"},
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
