// Package edge answers what the origin has failed: caches near the users, what they have
// on their devices, and their peers. It stands between the clients and the sink that
// counts outcomes, so that a design without it pays nothing for it, and what the origin
// is asked is the same with it and without.
//
// Where requests are of kinds, some may be answered by some of these alone: a film by a
// cache, its start by no-one but the origin.
//
// It leaves out what it spares the origin while that is well: a trace of requests to
// an origin has no hits of caches in it. Its own answers take no time, are never lost,
// and are counted as right, however old they are.
package edge

import (
	"time"

	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Users are those of a population.
type Users struct {
	Key       sim.Key // of its draws
	Number    int
	PerSecond float64 // requests of all of them, before the run; 0 if unknown
	Kinds     []Kind
}

// Kind is a share of requests that some may serve: by their place in the list of those
// that serve. What the shares of kinds leave all may.
type Kind struct {
	Share  float64
	Serves []bool
}

// Edge is a sink that hands on what the clients tell, but for failures that it mends.
type Edge struct {
	mended bool
	record.Sink
	giver   record.Giver
	mover   record.Mover
	serving []policy.Serving
	users   []known
	kind    sim.Key // draws of which kind a request is
}

// known is what it knows of a population.
type known struct {
	Users
	good []sim.Time // by user: the last right answer
	last sim.Time   // of any user
}

const never sim.Time = -1 << 62

// New returns an edge before a sink. Users were answered before the run at the rate
// of their population, each at instants of his own.
func New(sink record.Sink, serving []policy.Serving, populations []Users, kind sim.Key) *Edge {
	e := &Edge{Sink: sink, serving: serving, kind: kind}
	e.giver, _ = sink.(record.Giver)
	e.mover, _ = sink.(record.Mover)
	for _, p := range populations {
		k := known{Users: p, good: make([]sim.Time, p.Number), last: never}
		for i := range k.good {
			k.good[i] = never
			if p.PerSecond > 0 {
				var ago [1]float64
				p.Key.Named("before").At(uint64(i)).Exponentials(0, ago[:])
				k.good[i] = sim.Time(0).Add(-sim.FromSeconds(ago[0] * float64(p.Number) / p.PerSecond))
				k.last = max(k.last, k.good[i])
			}
		}
		e.users = append(e.users, k)
	}
	return e
}

// Answered implements record.Sink.
func (e *Edge) Answered(batch []record.Answered) {
	for i := range batch {
		e.learn(batch[i].Population, batch[i].User, batch[i].Learns)
	}
	e.Sink.Answered(batch)
}

// Settled implements record.Sink.
func (e *Edge) Settled(s *record.Settlement) {
	if e.mended = false; s.Good() {
		e.learn(s.Population, s.User, s.Ended)
		e.Sink.Settled(s)
		return
	}
	mended := *s
	if wait, ok := e.serve(s); ok {
		mended.Cause, mended.Ended = request.None, min(s.Ended, s.Arrived.Add(wait))
		e.mended = true
	}
	e.Sink.Settled(&mended)
}

// Mended implements record.Mender.
func (e *Edge) Mended() bool { return e.mended }

// serve asks who may answer.
func (e *Edge) serve(s *record.Settlement) (wait time.Duration, ok bool) {
	p := &e.users[s.Population]
	user := p.Key.Named("user").At(uint64(s.User))
	m := policy.Missed{Since: since(s.Ended, p.good[s.User]), All: since(s.Ended, p.last), User: user, Request: user.At(uint64(s.Arrived))}
	kind := e.kindOf(p, s)
	for i, one := range e.serving {
		if (kind == nil || kind.Serves[i]) && one.Serves(&m) {
			return one.Wait(), true
		}
	}
	return 0, false
}

// kindOf returns the kind of a request, which LBs draw as well; nil if it is of none.
func (e *Edge) kindOf(p *known, s *record.Settlement) *Kind {
	if len(p.Kinds) == 0 {
		return nil
	}
	u := e.kind.Float64(s.Draw)
	for i := range p.Kinds {
		if u -= p.Kinds[i].Share; u < 0 {
			return &p.Kinds[i]
		}
	}
	return nil
}

func since(now, at sim.Time) time.Duration {
	if at == never {
		return -1
	}
	return max(0, now.Sub(at))
}

func (e *Edge) learn(p request.Population, u request.User, at sim.Time) {
	k := &e.users[p]
	k.good[u] = max(k.good[u], at)
	k.last = max(k.last, at)
}

// Given implements record.Giver.
func (e *Edge) Given(p request.Population, work int64) {
	if e.giver != nil {
		e.giver.Given(p, work)
	}
}

// Moved implements record.Mover.
func (e *Edge) Moved(at sim.Time, names float64) {
	if e.mover != nil {
		e.mover.Moved(at, names)
	}
}

// Diverted implements record.Mover.
func (e *Edge) Diverted(p request.Population, at sim.Time, vain bool) {
	if e.mover != nil {
		e.mover.Diverted(p, at, vain)
	}
}
