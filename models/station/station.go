// Package station is the one queue model: servers that work through one FIFO
// queue with a bounded number of places. Backends, control-plane workers and
// people's desks are all stations.
//
// An arrival's start and finish are fixed when it arrives, since first come is
// first served: no event is needed for them. It leaves out preemption,
// priorities and work that changes while it is done.
package station

import (
	"time"

	"failsim/sim"
)

// Station is c servers and a queue. Make one with New.
type Station struct {
	free   []sim.Time // when each server will have done all that is assigned to it
	starts []sim.Time // ring of the starts of those who wait, in order; a start in the past has left the queue
	head   int
	length int
	places int
}

// Unbounded is a number of places that is never reached.
const Unbounded = 1 << 30

// New returns an idle station with the given servers, at least 1, and places
// for those who wait.
func New(servers, places int) *Station {
	if servers < 1 || places < 0 {
		panic("station: needs a server and no fewer than 0 places")
	}
	return &Station{free: make([]sim.Time, servers), starts: make([]sim.Time, 8), places: places}
}

// Servers returns the number of servers.
func (s *Station) Servers() int { return len(s.free) }

// Offer brings work at now. It returns when the work starts and is finished,
// or false if every place is taken. Calls must not go back in time.
func (s *Station) Offer(now sim.Time, work time.Duration) (start, finish sim.Time, accepted bool) {
	first := 0
	for i := 1; i < len(s.free); i++ {
		if s.free[i] < s.free[first] {
			first = i
		}
	}
	start = now
	if f := s.free[first]; f > now {
		if s.Waiting(now) >= s.places {
			return 0, 0, false
		}
		start = f
		s.wait(start)
	}
	finish = start.Add(work)
	s.free[first] = finish
	return start, finish, true
}

// Waiting returns how many wait for a server at now.
func (s *Station) Waiting(now sim.Time) int {
	mask := len(s.starts) - 1
	for s.length > 0 && s.starts[s.head] <= now {
		s.head = (s.head + 1) & mask
		s.length--
	}
	return s.length
}

// InSystem returns how many wait or are being served at now.
func (s *Station) InSystem(now sim.Time) int {
	n := s.Waiting(now)
	for _, f := range s.free {
		if f > now {
			n++
		}
	}
	return n
}

// Clear loses everybody: the station is idle from now on.
func (s *Station) Clear() {
	clear(s.free)
	s.head, s.length = 0, 0
}

func (s *Station) wait(start sim.Time) {
	if s.length == len(s.starts) {
		grown := make([]sim.Time, 2*len(s.starts))
		for i := range s.length {
			grown[i] = s.starts[(s.head+i)&(len(s.starts)-1)]
		}
		s.starts, s.head = grown, 0
	}
	s.starts[(s.head+s.length)&(len(s.starts)-1)] = start
	s.length++
}
