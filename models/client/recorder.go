package client

import (
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// recorder is what the caller tells: the sink, once that knows of all that was
// answered before.
type recorder Clients

func (r *recorder) Arrived(p request.Population, u request.User, at sim.Time) {
	r.sink.Arrived(p, u, at)
}

func (r *recorder) Wasted(p request.Population, work int64) { r.sink.Wasted(p, work) }

func (r *recorder) Given(p request.Population, work int64) {
	if g, ok := r.sink.(record.Giver); ok {
		g.Given(p, work)
	}
}

func (r *recorder) Settled(o *record.Settlement) {
	(*Clients)(r).report(o.Ended)
	r.sink.Settled(o)
	if r.leaves {
		(*Clients)(r).leave(o)
	}
}
