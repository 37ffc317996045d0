package client

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// inFlight is a request without an outcome, and its current attempt.
type inFlight struct {
	who
	giveUp   sim.Time // when the user's patience ends
	attempts int32
	taken    int32 // attempts that an LB took in
	served   int32 // of them, answered right
	given    int64 // nanoseconds of work for servers

	// The current attempt.
	generation uint64 // events of an earlier one are ignored
	*route
	sent    sim.Time
	byName  bool  // DNS said to take it
	backend int32 // -1: none works on it
	cause   request.Cause
	log     log
	finish  sim.Time // when the backend will have answered
	closes  sim.Time // until when the LB has the attempt open there
	work    time.Duration
	patient sim.Time // when the client hangs up: time-out or end of patience
}

// log is what the servers' logs say of an attempt.
type log uint8

const (
	nothing log = iota // nobody took it in
	failure
	success
)

// slab holds requests in flight, so that none is allocated.
type slab struct {
	slots []inFlight
	free  []int32
	used  int
}

const (
	generationBits = 20
	generationMask = 1<<generationBits - 1
)

func (s *slab) take() int {
	s.used++
	if n := len(s.free); n > 0 {
		slot := s.free[n-1]
		s.free = s.free[:n-1]
		return int(slot)
	}
	s.slots = append(s.slots, inFlight{})
	return len(s.slots) - 1
}

// fill has a slot hold a request; events about what it held before are out of
// date.
func (s *slab) fill(slot int, r *inFlight) {
	generation := s.slots[slot].generation
	s.slots[slot] = *r
	s.slots[slot].generation = generation
}

func (s *slab) put(slot int) {
	s.slots[slot].generation++
	s.slots[slot].backend = -1
	s.free = append(s.free, int32(slot))
	s.used--
}

// event returns the argument of an event about a slot's current attempt.
func (s *slab) event(slot int) uint64 {
	return uint64(slot)<<generationBits | s.slots[slot].generation&generationMask
}

// current returns the slot that an event is about, unless it is out of date.
func (s *slab) current(arg uint64) (int, bool) {
	slot := int(arg >> generationBits)
	return slot, s.slots[slot].generation&generationMask == arg&generationMask
}
