package caller

import (
	"time"

	"failsim/models/id"
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

const nobody = -1 // is no backend, and no attempt

// log is what the servers' logs say of an attempt.
type log uint8

const (
	nothing log = iota // nobody took it in
	failure
	success
)

// logged returns what the log of whoever took an attempt in will say. Who
// waits in a surge queue was taken in, though nobody ever answers. What a
// server works on counts as answered even if the client has hung up by then.
func logged(a *Answer) log {
	switch {
	case a.Silent && !a.Queued, a.Backend == Refused, a.Cause == request.NameNotResolved:
		return nothing
	case a.Silent || a.Cause != request.None:
		return failure
	}
	return success
}

// An event of an attempt holds its slot, and before that the attempt's turn: the
// last bits of the number of its draws. Where many learn of something in one
// instant, of a process that died or of a time-out, requests so go on in the order
// in which they came, wherever they are kept. 2^17 requests take their turns before
// they begin anew; of two streams, one pair in a million has the same turn.
//
// An event of a call holds its slot and its generation.
const (
	slotBits       = 24
	slotMask       = 1<<slotBits - 1
	turnMask       = sim.MaxArg >> slotBits
	generationBits = 20
	generationMask = 1<<generationBits - 1
)

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

// begin makes a call at an instant, and an attempt of it that is still to be sent.
func (c *Caller) begin(a *Asker, now sim.Time) (slot int32, f *attempt, k *call) {
	c.sink.Arrived(a.Population, a.User, a.Arrived)
	n := c.inCalls.take(len(c.calls))
	if int(n) == len(c.calls) {
		c.calls = append(c.calls, call{})
	}
	k = &c.calls[n]
	generation := k.generation
	*k = call{}
	k.Asker, k.rules, k.generation, k.first = *a, &c.rules[a.Population], generation, nobody
	k.giveUp = now.Add(k.rules.Patience)
	slot, f = c.another(n, k)
	return slot, f, k
}

// another makes one more attempt of a call, still to be sent.
func (c *Caller) another(n int32, k *call) (slot int32, a *attempt) {
	slot = c.inAttempts.take(len(c.attempts))
	if int(slot) == len(c.attempts) {
		if slot > slotMask {
			panic("caller: more attempts are out at a time than can be numbered")
		}
		c.attempts = append(c.attempts, attempt{})
	}
	a = &c.attempts[slot]
	*a = attempt{} // a value with some fields would be made elsewhere and copied
	a.turn, a.call, a.next, a.backend = k.draw(k.attempts)&turnMask, n, k.first, nobody
	k.first = slot
	return slot, a
}

// drop forgets an attempt of a call that has others.
func (c *Caller) drop(slot int32) {
	a := &c.attempts[slot]
	link := &c.calls[a.call].first
	for *link != slot {
		link = &c.attempts[*link].next
	}
	*link = a.next
	c.putAttempt(slot)
}

func (c *Caller) putAttempt(slot int32) {
	a := &c.attempts[slot]
	a.awaits, a.out, a.backend = 0, false, nobody
	c.inAttempts.put(slot)
}

// end forgets a call, and all its attempts.
func (c *Caller) end(n int32, k *call) {
	for slot := k.first; slot != nobody; {
		next := c.attempts[slot].next
		c.putAttempt(slot)
		slot = next
	}
	k.generation++
	c.inCalls.put(n)
}
