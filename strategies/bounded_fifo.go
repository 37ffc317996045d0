package strategies

import "failsim/models/policy"

var boundedFIFOEntry = policy.Strategy{
	Name:   "bounded-fifo",
	Socket: policy.AdmittingSocket,
	About:  "a backend serves who came first, and refuses who finds so many waiting",
	Hazard: "a queue in which waits are longer than clients' time-outs fills with requests whose clients have left, and servers work for nobody",
	Used:   "nearly every server: a listen backlog, Tomcat's acceptCount, Envoy's max_pending_requests",
	Params: []policy.Param{
		{Name: "places", Kind: policy.CountKind, Default: "1024", About: "for requests that wait at one backend, at most those that the scenario's places give it; Envoy, max_pending_requests"},
	},
	New: func(v policy.Values) any { return boundedFIFO{float64(v.Count("places"))} },
}

type boundedFIFO struct{ places float64 }

var _ policy.Admitting = boundedFIFO{}

func (b boundedFIFO) Admits(d *policy.Queue, _ *policy.Visit) bool {
	return d.Serving < d.Servers || float64(d.Waiting+1)*d.Weight <= b.places
}
