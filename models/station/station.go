// Package station is the one queue model: servers that work through one FIFO
// queue with a bounded number of places. Backends, control-plane workers and
// people's desks are all stations.
//
// An arrival's start and finish are fixed when it arrives, since first come is
// first served: no event is needed for them. It leaves out preemption,
// priorities and work that changes while it is done.
package station

import (
	"math"
	"time"

	"failsim/sim"
)

// Station is c servers and a queue. Make one with New.
type Station struct {
	places int
	// busy holds, in no order, when each server will have done all that is
	// assigned to it. Which server works on what does not matter, so the search
	// for an idle one goes in turns and as a rule ends with the first.
	busy []sim.Time
	next int  // the server that is tried first
	line line // the starts of those who wait
}

// Unbounded is a number of places that is never reached.
const Unbounded = 1 << 30

// New returns an idle station with the given servers, at least 1, and places
// for those who wait.
func New(servers, places int) *Station {
	if servers < 1 || places < 0 {
		panic("station: needs a server and no fewer than 0 places")
	}
	s := &Station{places: places, busy: make([]sim.Time, servers), line: newLine(min(places, 8))}
	s.Clear()
	return s
}

// Servers returns the number of servers.
func (s *Station) Servers() int { return len(s.busy) }

// Offer brings work at now. It returns when the work starts and is finished,
// or false if every place is taken. Calls must not go back in time.
func (s *Station) Offer(now sim.Time, work time.Duration) (start, finish sim.Time, accepted bool) {
	i, busy := s.next, s.busy
	if busy[i] > now {
		if i = s.search(now); busy[i] > now {
			return s.wait(now, i, work)
		}
	}
	finish = now.Add(work)
	busy[i] = finish
	if i++; i == len(busy) {
		i = 0
	}
	s.next = i
	return now, finish, true
}

// wait has work wait for server i, the first to be idle, if there is a place.
func (s *Station) wait(now sim.Time, i int, work time.Duration) (start, finish sim.Time, accepted bool) {
	if s.next = i + 1; s.next == len(s.busy) {
		s.next = 0
	}
	if s.Waiting(now) >= s.places {
		return 0, 0, false
	}
	start = s.busy[i]
	s.line.join(start)
	s.busy[i] = start.Add(work)
	return start, s.busy[i], true
}

// search returns an idle server, or the first to be so if all are busy.
func (s *Station) search(now sim.Time) int {
	first := s.next
	for i := range s.busy {
		if i += s.next; i >= len(s.busy) {
			i -= len(s.busy)
		}
		if s.busy[i] < s.busy[first] {
			first = i
		}
		if s.busy[first] <= now {
			break
		}
	}
	return first
}

// Waiting returns how many wait for a server at now.
func (s *Station) Waiting(now sim.Time) int {
	s.line.forget(now)
	return s.line.len()
}

// InSystem returns how many wait or are being served at now.
func (s *Station) InSystem(now sim.Time) int {
	working := 0
	for _, t := range s.busy {
		if t > now {
			working++
		}
	}
	return working + s.Waiting(now)
}

// Clear loses everybody: the station is idle from now on.
func (s *Station) Clear() {
	for i := range s.busy {
		s.busy[i] = math.MinInt64
	}
	s.line.clear()
}
