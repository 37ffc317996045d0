package maker

import (
	"failsim/models/distribution"
	"failsim/sim"
	"failsim/traces"
	"failsim/traces/format"
	"failsim/traces/heap"
)

// generated yields the requests of a model.
type generated struct {
	model   *Model
	key     sim.Key
	think   sim.Key
	starts  *distribution.Varying
	ranks   *zipf // nil without clients
	from    int64
	to      int64
	number  uint64 // of the next session
	next    int64  // when it begins
	waiting bool   // there is a next one
	active  heap.Heap[visit]
}

// visit is a session that is not over: its next request.
type visit struct {
	at     int64
	number uint64
	done   uint64 // requests so far
	left   int    // requests, the next one included
	client uint64
}

// Generate makes requests of a model, from a moment on and before another. A
// request is a function of key, session and place in the session. Sessions that
// began at most four gaps before the first moment are in it with what they do
// later; those that go on beyond the end are cut off there.
//
// It holds the sessions that are not over: memory grows with the rate and the
// length of sessions, not with that of the trace.
func Generate(m *Model, span traces.Span, key sim.Key) traces.Stream {
	from, to := span.Bounds()
	g := &generated{model: m, key: key.Named("generate"), from: from, to: to}
	unit := m.Rate
	if m.Sessions != nil {
		unit /= m.Sessions.Requests.mean()
		from = max(0, from-4*int64(m.Sessions.Gap))
	}
	g.starts = distribution.NewVarying(g.key.Named("starts"), intensity{m, unit}.at, knots, from, to)
	if m.Clients > 0 {
		g.ranks = newZipf(m.Clients, m.Exponent)
	}
	g.think = g.key.Named("think")
	g.active.Less = func(a, b *visit) bool { return a.at < b.at || a.at == b.at && a.number < b.number }
	g.next, g.waiting = g.starts.Next()
	return g
}

func (g *generated) Next(r *format.Record) bool {
	for g.step(r) {
		if r.At >= g.from {
			return true
		}
	}
	return false
}

// step makes the next request, those before the first moment too.
func (g *generated) step(r *format.Record) bool {
	for g.waiting && (len(g.active.Items) == 0 || g.next <= g.active.Items[0].at) {
		g.begin()
	}
	if len(g.active.Items) == 0 {
		return false
	}
	v := g.active.Pop()
	*r = format.Record{At: v.at, Requests: 1, Duration: format.NoDuration, ZoneSeconds: int32(g.model.Zone), Client: v.client, HasClient: g.ranks != nil}
	if v.done, v.left = v.done+1, v.left-1; v.left > 0 {
		v.at += g.model.Sessions.think(g.think.At(v.number).Float64(v.done))
		if v.at < g.to {
			g.active.Push(v)
		}
	}
	return true
}

// begin starts the next session.
func (g *generated) begin() {
	v := visit{at: g.next, number: g.number, left: 1}
	if s := g.model.Sessions; s != nil {
		v.left = s.Requests.draw(g.key.Named("length").Float64(g.number))
	}
	if g.ranks != nil {
		v.client = clientOf(g.key, g.ranks.draw(g.key.Named("rank").At(g.number)))
	}
	g.active.Push(v)
	g.number++
	g.next, g.waiting = g.starts.Next()
}

func (g *generated) Class(format.Class) string { return "" }
func (g *generated) Err() error                { return nil }
func (g *generated) Close() error              { return nil }
