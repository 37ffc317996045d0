package strategies

import "failsim/models/policy"

var boundedFIFOEntry = policy.Strategy{
	Name:   "bounded-fifo",
	Socket: policy.AdmittingSocket,
	About:  "a backend serves requests in order of arrival, and refuses those that find its queue full",
	Hazard: "a queue in which waits are longer than clients' time-outs fills with requests whose clients have left, and servers work in vain",
	Used:   "nearly every server: a listen backlog, Tomcat's acceptCount, Envoy's max_pending_requests",
	Params: []policy.Param{
		{Name: "queue-capacity", Was: "places", Kind: policy.CountKind, Default: "1024", About: "for requests that wait at one backend, at most those that the scenario's queue-capacity gives it; Envoy, max_pending_requests"},
	},
	New: func(v policy.Values) any { return boundedFIFO{float64(v.Count("queue-capacity"))} },
}

type boundedFIFO struct{ capacity float64 }

var _ policy.Admitting = boundedFIFO{}

func (b boundedFIFO) Admits(d *policy.Queue, _ *policy.Visit) bool {
	return d.Serving < d.Servers || float64(d.Waiting+1)*d.Weight <= b.capacity
}
