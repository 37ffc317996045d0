package world

import (
	"slices"

	"failsim/models/edge"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/world/scenario"
)

// edge puts what serves without the origin before a sink, if a design has any.
func (w *World) edge(in Input, sink record.Sink) record.Sink {
	serving := strategies[policy.Serving](w.choice.Design.Tenant[policy.ServingSocket])
	if len(serving) == 0 {
		return sink
	}
	var users []edge.Users
	for i, p := range w.scenario.Workload {
		u := edge.Users{Key: w.key.Named("edge").Named(p.Name), Number: p.Users, PerSecond: p.Trace.PerSecond / w.scenario.Weight}
		if u.PerSecond == 0 {
			u.PerSecond = in.PeakPerSecond[i]
		}
		for _, k := range p.Kinds {
			u.Kinds = append(u.Kinds, edge.Kind{Share: k.Share, Serves: w.serves(&k)})
		}
		users = append(users, u)
	}
	return edge.New(sink, serving, users, w.data.Service().Kind())
}

// serves says which of a design's list may serve a kind of requests.
func (w *World) serves(k *scenario.Kind) (list []bool) {
	for _, s := range w.choice.Design.Tenant[policy.ServingSocket] {
		list = append(list, k.ServedBy == nil || slices.Contains(k.ServedBy, s.Strategy.Name))
	}
	return list
}
