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
	// assigned to it; servers that are not in it are idle. Which server works
	// on what does not matter.
	busy Instants
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
	return &Station{servers: servers, places: places, busy: NewInstants(servers), starts: NewInstants(min(places, 8))}
}

// Servers returns the number of servers.
func (s *Station) Servers() int { return s.servers }

// Offer brings work at now. It returns when the work starts and is finished,
// or false if every place is taken. Calls must not go back in time.
func (s *Station) Offer(now sim.Time, work time.Duration) (start, finish sim.Time, accepted bool) {
	s.busy.Forget(now)
	start = now
	if s.busy.Len() == s.servers {
		if s.Waiting(now) >= s.places {
			return 0, 0, false
		}
		start = s.busy.take()
		s.starts.Insert(start)
	}
	finish = start.Add(work)
	s.busy.Insert(finish)
	return start, finish, true
}

// Waiting returns how many wait for a server at now.
func (s *Station) Waiting(now sim.Time) int {
	s.starts.Forget(now)
	return s.starts.Len()
}

// InSystem returns how many wait or are being served at now.
func (s *Station) InSystem(now sim.Time) int {
	s.busy.Forget(now)
	return s.busy.Len() + s.Waiting(now)
}

// Clear loses everybody: the station is idle from now on.
func (s *Station) Clear() {
	s.busy.clear()
	s.starts.clear()
}
