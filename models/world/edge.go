package world

import (
	"failsim/models/edge"
	"failsim/models/policy"
	"failsim/models/record"
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
		users = append(users, u)
	}
	return edge.New(sink, serving, users)
}
