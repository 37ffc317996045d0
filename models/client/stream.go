package client

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/request"
	"failsim/sim"
)

// Stream is a sequence of arrivals. Its clients belong to the populations by
// share, each client always to the same one.
type Stream struct {
	Key         sim.Key
	Arrivals    request.Arrivals
	Populations []int
	Shares      []float64 // by element of Populations; sum 1
}

// stream reads its arrivals, and finds who they are and how much they ask for,
// many in one go: then all but the first find code and constants where they need
// them.
type stream struct {
	arrivals    request.Arrivals
	populations []*population
	bounds      bounds
	users       sim.Key
	service     balancer.Service
	id          uint64              // the first of the draws of its requests, 8 each
	ahead       [lookahead]identity // who asks next; behind the end of all lies one who never does
	at, read    uint                // of those ahead: the next to ask, and how many there are
	before      uint64              // how many asked before those ahead
	buffer      [lookahead]request.Arrival
	whose       [lookahead]*population // of those ahead
	drawn       [lookahead]float64     // what their service times are drawn by
	takes       [lookahead]time.Duration
}

// lookahead is how many arrivals are read at once.
const lookahead = 64

func newStream(s Stream, populations []population, service balancer.Service) *stream {
	t := &stream{arrivals: s.Arrivals, service: service, bounds: newBounds(s.Shares), users: s.Key.Named("users"), id: uint64(s.Key.Named("requests"))}
	for _, p := range s.Populations {
		t.populations = append(t.populations, &populations[p])
	}
	for i := range t.whose {
		t.whose[i] = t.populations[0]
	}
	t.readOn()
	return t
}

// next returns who asks next.
func (s *stream) next() *identity { return &s.ahead[s.at%lookahead] }

// pass goes on to who asks then, and returns when.
func (s *stream) pass() sim.Time {
	if s.at++; s.at == s.read {
		s.readOn()
	}
	return s.ahead[s.at%lookahead].arrived
}

// arrived returns how many requests have arrived.
func (s *stream) arrived() uint64 { return s.before + uint64(s.at) }

// readOn reads the stream's next requests, by the trace's clients or by keyed
// draws where it knows of none.
func (s *stream) readOn() {
	s.before += uint64(s.read)
	s.at, s.read = 0, uint(s.arrivals.Next(s.buffer[:]))
	s.ahead[0].arrived = sim.Never
	ahead, drawn, takes := s.ahead[:s.read], s.drawn[:s.read], s.takes[:s.read]
	draw, times, picks := s.id+s.before<<3, s.service.Time, s.service.Picks
	for i := range drawn {
		number := draw + uint64(i)<<3
		drawn[i] = times.Float64(number)
		ahead[i].draws.Number, ahead[i].draws.Pick = number, picks.Uint64(number)
	}
	s.service.Works(drawn, takes)
	users, before := s.users, s.before
	for i := range ahead {
		a, w, n := &s.buffer[i], &ahead[i], uint64(i)
		w.arrived, w.bytes, w.object, w.draws.Work = a.At, a.Bytes, a.Object, takes[i]
		if w.client = a.Client; w.client == 0 {
			w.client = users.Uint64(before + n)
		}
	}
	whose := s.whose[:len(ahead)]
	if len(s.populations) > 1 {
		for i := range ahead {
			whose[i] = s.populations[s.bounds.share(ahead[i].client)]
		}
	}
	identify(ahead, whose)
}
