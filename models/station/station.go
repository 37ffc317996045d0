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
	servers int
	places  int
	// busy holds when each server that works will have done all that is
	// assigned to it, in no order, and servers that have been idle since. Which
	// server works on what does not matter. Only when it is full are the idle
	// taken out, so that an arrival at a station with servers to spare costs
	// the same however many there are.
	busy []sim.Time
	// starts holds the starts of those who wait.
	starts Instants
}

// Unbounded is a number of places that is never reached.
const Unbounded = 1 << 30

// New returns an idle station with the given servers, at least 1, and places
// for those who wait.
func New(servers, places int) *Station {
	if servers < 1 || places < 0 {
		panic("station: needs a server and no fewer than 0 places")
	}
	return &Station{servers: servers, places: places, busy: make([]sim.Time, 0, servers), starts: NewInstants(min(places, 8))}
}

// Servers returns the number of servers.
func (s *Station) Servers() int { return s.servers }

// Offer brings work at now. It returns when the work starts and is finished,
// or false if every place is taken. Calls must not go back in time.
func (s *Station) Offer(now sim.Time, work time.Duration) (start, finish sim.Time, accepted bool) {
	if len(s.busy) == s.servers {
		s.release(now)
	}
	if len(s.busy) < s.servers {
		finish = now.Add(work)
		s.busy = append(s.busy, finish)
		return now, finish, true
	}
	if s.Waiting(now) >= s.places {
		return 0, 0, false
	}
	first := 0
	for i, t := range s.busy {
		if t < s.busy[first] {
			first = i
		}
	}
	start = s.busy[first]
	s.starts.Insert(start)
	finish = start.Add(work)
	s.busy[first] = finish
	return start, finish, true
}

// release takes out the servers that are idle at now.
func (s *Station) release(now sim.Time) {
	working := s.busy[:0]
	for _, t := range s.busy {
		if t > now {
			working = append(working, t)
		}
	}
	s.busy = working
}

// Waiting returns how many wait for a server at now.
func (s *Station) Waiting(now sim.Time) int {
	s.starts.Forget(now)
	return s.starts.Len()
}

// InSystem returns how many wait or are being served at now.
func (s *Station) InSystem(now sim.Time) int {
	s.release(now)
	return len(s.busy) + s.Waiting(now)
}

// Clear loses everybody: the station is idle from now on.
func (s *Station) Clear() {
	s.busy = s.busy[:0]
	s.starts.clear()
}
