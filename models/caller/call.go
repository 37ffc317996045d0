package caller

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// call is a request without an outcome.
type call struct {
	Asker
	rules      *rules        // of the population
	generation uint64        // events of a call that had the slot before are ignored
	giveUp     sim.Time      // when the user's patience ends
	attempts   int32         // made, or refused by the caller itself
	unsent     int32         // of them, refused
	taken      int32         // attempts that a target took in
	served     int32         // of them, answered right
	given      int64         // nanoseconds of work for servers
	first      int32         // of its attempts, which are a list
	out        int32         // how many of them have yet to end
	waited     time.Duration // before the last attempt, if it was another
	behalf     bool          // giveUp is when the attempt ends on whose behalf it is made, and no user's patience
}

// attempt is one attempt of a call; between two of them it is the wait for the
// next.
type attempt struct {
	turn    uint64   // of those for whom something is due in one instant
	due     sim.Time // when its event is
	awaits  uint8    // which; 0: none
	call    int32
	next    int32 // of the same call; -1: none
	number  int32 // within the call
	address int32 // of its target: which one it connects to
	*Route
	sent     sim.Time
	out      bool // it has yet to end
	byName   bool // the name's answer said to take it
	answered bool // the caller has its answer, right or wrong, before it hangs up
	backend  id.Backend
	cause    request.Cause
	log      log
	finish   sim.Time      // when the target will have the answer
	entered  sim.Time      // when it came to the backend at which it waits
	waited   request.Cause // where it waited before, if it was longest there
	closes   sim.Time      // until when the target has it open at the backend
	work     time.Duration
	patient  sim.Time // when the caller hangs up: time-out or end of patience
	hop      Hop      // what its target keeps of it
	wasted   bool     // the try under way ends before its server has done its work
	late     bool     // its target gives it up then
}

const none = -1 // is no backend, and no attempt

// log is what the servers' logs say of an attempt.
type log uint8

const (
	nothing log = iota // no backend took it in
	failure
	success
)

// logged returns what the log of the server that took an attempt in will say. Who
// waits in a surge queue was taken in, though it is never answered. What a server
// works on counts as answered even if the client has hung up by then.
func logged(a *Answer) log {
	switch {
	case a.Silent && !a.Queued, a.Backend == Refused, a.Cause == request.NameNotResolved:
		return nothing
	case a.Silent || a.Cause != request.None:
		return failure
	}
	return success
}

// outcome is how an attempt ended, as the caller sees it.
func (a *attempt) outcome() policy.Outcome {
	switch {
	case a.cause == request.None:
		return policy.Succeeded
	case a.answered && a.backend != Refused, a.cause == request.CircuitOpen:
		return policy.Failed
	}
	return policy.Unanswered
}

// slots are numbers of which some are in use, so that nothing is allocated.
type slots struct {
	free []int32
	used int
}

// take returns a free slot of n; if that is n, there must be one more.
func (s *slots) take(n int) int32 {
	s.used++
	if last := len(s.free) - 1; last >= 0 {
		slot := s.free[last]
		s.free = s.free[:last]
		return slot
	}
	return int32(n)
}

func (s *slots) put(slot int32) {
	s.free = append(s.free, slot)
	s.used--
}

// mostDraws is how many attempts of a call have the draws that follow those of the call;
// further ones have draws far from all others'.
const mostDraws = 8

// draw returns the number of an attempt's draws.
func (k *call) draw(attempt int32) uint64 {
	if attempt < mostDraws {
		return k.Draw + uint64(attempt)
	}
	return sim.Mix(k.Draw) + uint64(attempt)
}
