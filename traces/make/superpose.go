package maker

import (
	"math"
	"time"

	"failsim/sim"
	"failsim/traces"
	"failsim/traces/format"
	"failsim/traces/heap"
)

// superposed plays a trace together with copies of it.
type superposed struct {
	of     traces.Stream
	how    Superposition
	key    sim.Key
	copies int // jittered ones, the last with a share of its clients
	share  float64
	unit   int64 // ns: copies are moved by whole ones

	waiting heap.Heap[moved]
	read    int64 // the latest record that was read
	ended   bool
	count   uint64
}

// Superposition says what Superpose makes.
type Superposition struct {
	// Factor is how many times as many users there are to be, from 1.
	Factor float64
	// Jitter is by how much, at most, a copy of a client is moved to either
	// side.
	Jitter time.Duration
	// First and Last are the stamps between which requests stay, and Unit is
	// the resolution to which they are moved.
	First, Last time.Time
	Unit        time.Duration
}

// Superpose adds users to a stream: copies of its own, each with an identity of
// its own and moved in time. A client of a copy is moved as a whole, by a
// uniform draw from -Jitter to +Jitter, so that what it does, its sessions and
// pauses, stays as it was, and the shape of the day does but for the jitter;
// and users who came together by chance are not multiplied: a burst of the
// trace that is shorter than the jitter stays in the one stream that is not
// moved. Requests without a client are moved one by one. What would be moved
// over an end of the trace is mirrored at it. A part of a copy is thinned, as
// Thin does.
//
// It keeps in memory all requests within 2 x jitter, of all copies: memory grows with
// the rate, not with the length of the trace. Records are single requests.
func Superpose(of traces.Stream, how Superposition, key sim.Key) traces.Stream {
	whole, part := math.Modf(how.Factor)
	s := &superposed{of: of, how: how, key: key.Named("superpose"), copies: int(whole) - 1, share: 1, unit: int64(max(how.Unit, 1))}
	s.waiting.Less = earlier
	if part > 0 {
		s.copies, s.share = s.copies+1, part
	}
	return s
}

func (s *superposed) Next(r *format.Record) bool {
	for !s.ended && (len(s.waiting.Items) == 0 || s.waiting.Items[0].At >= s.read-int64(s.how.Jitter)) {
		s.take()
	}
	if s.of.Err() != nil || len(s.waiting.Items) == 0 {
		return false
	}
	*r = s.waiting.Pop().Record
	return true
}

// take reads a request, and adds its copies.
func (s *superposed) take() {
	var r format.Record
	if !s.of.Next(&r) {
		s.ended = true
		return
	}
	s.read = r.At
	s.count++
	s.waiting.Push(moved{r, s.count, 0})
	for c := 1; c <= s.copies; c++ {
		who, draw := s.key.At(uint64(c)), r.Client
		if !r.HasClient {
			draw = s.count
		}
		if c == s.copies && s.share < 1 && who.Named("share").Float64(draw) >= s.share {
			continue
		}
		copied := r
		copied.At = s.move(r.At, who.Named("jitter").Float64(draw))
		if r.HasClient {
			copied.Client = sim.Mix(r.Client + uint64(who))
		}
		s.waiting.Push(moved{copied, s.count, c})
	}
}

// move jitters a time by a draw, and mirrors it at the ends of the trace.
func (s *superposed) move(at int64, u float64) int64 {
	jitter := int64(s.how.Jitter)
	steps := 2*(jitter/s.unit) + 1
	at += (int64(u*float64(steps)) - jitter/s.unit) * s.unit
	first, last := s.how.First.UnixNano(), s.how.Last.UnixNano()
	if at < first {
		at = 2*first - at
	}
	if at > last {
		at = max(first, 2*last-at)
	}
	return at
}

func (s *superposed) Class(c format.Class) string { return s.of.Class(c) }
func (s *superposed) Err() error                  { return s.of.Err() }
func (s *superposed) Close() error                { return s.of.Close() }

// moved is a request of a copy, and where it comes from.
type moved struct {
	format.Record
	number uint64
	copy   int
}

// earlier orders requests by time, then by their place in the trace, then by
// copy.
func earlier(a, b *moved) bool {
	switch {
	case a.At != b.At:
		return a.At < b.At
	case a.number != b.number:
		return a.number < b.number
	}
	return a.copy < b.copy
}
