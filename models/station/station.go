// Package station is the queue model: servers, and queues of bounded capacity.
// Backends, control-plane workers and people's queues are stations, and so are
// those of queueing systems.
//
// Two ways lead to the same answer. Station, the closed form, is first come, first
// served by servers that do not change: an arrival's start and finish are fixed
// when it arrives, and no event is needed for them. Everything else is a
// Discipline, which asks its host to schedule events: last come first served,
// classes of priority, shared servers, patience, servers that come and go.
// Spec.Form alone says which is taken.
//
// It leaves out interruption by priority, and servers that differ within a
// station. A server that is lost sends the job that was begun last back to the
// head of the queue; what is left of its work is done later.
package station

import (
	"math"
	"slices"
	"time"

	"failsim/sim"
)

// Station is c servers and a queue. Make one with New.
type Station struct {
	capacity int
	// busy holds when each server will have done all that is assigned to it.
	// Which server works on what does not matter. While some are idle they are in
	// no order, and the search for one goes in turns and as a rule ends with the
	// first. Once none is, they are a heap, the first to be idle at its root.
	// Behind them lies one that never is.
	busy []sim.Time
	next int  // the server that is tried first; the one that is never idle if they are a heap
	line line // the starts of those who wait
}

// New returns an idle station with the given servers, at least 1, and places
// for those who wait.
func New(servers, places int) *Station {
	if servers < 1 || places < 0 {
		panic("station: needs a server and a queue capacity of at least 0")
	}
	s := &Station{capacity: places, busy: make([]sim.Time, servers+1), line: newLine(min(places, 8))}
	s.Clear()
	return s
}

// Servers returns the number of servers.
func (s *Station) Servers() int { return len(s.busy) - 1 }

// Capacity returns how many may wait.
func (s *Station) Capacity() int { return s.capacity }

// Offer brings work at now. It returns when the work starts and is finished,
// or false if the queue is full. Calls must not go back in time.
func (s *Station) Offer(now sim.Time, work time.Duration) (start, finish sim.Time, accepted bool) {
	i, busy := s.next, s.busy
	if busy[i] > now {
		if i = s.search(now); busy[i] > now {
			return s.wait(now, work)
		}
	}
	finish = now.Add(work)
	busy[i] = finish
	if i++; i == len(busy)-1 {
		i = 0
	}
	s.next = i
	return now, finish, true
}

// search returns an idle server, or, if all are busy, that at the root of the
// heap that they are from then on.
func (s *Station) search(now sim.Time) int {
	n := s.Servers()
	if s.next == n {
		return 0
	}
	for range n {
		if s.busy[s.next] <= now {
			return s.next
		}
		if s.next++; s.next == n {
			s.next = 0
		}
	}
	for i := n/2 - 1; i >= 0; i-- {
		s.sink(i)
	}
	s.next = n
	return 0
}

// sink moves a server down the heap to its place.
func (s *Station) sink(i int) {
	busy := s.busy[:s.Servers()]
	for {
		child := 2*i + 1
		if child >= len(busy) {
			return
		}
		if child+1 < len(busy) && busy[child+1] < busy[child] {
			child++
		}
		if busy[i] <= busy[child] {
			return
		}
		busy[i], busy[child] = busy[child], busy[i]
		i = child
	}
}

// wait has work wait for the first server to be idle, if there is a place.
func (s *Station) wait(now sim.Time, work time.Duration) (start, finish sim.Time, accepted bool) {
	if s.Waiting(now) >= s.capacity {
		return 0, 0, false
	}
	start = s.busy[0]
	finish = start.Add(work)
	s.line.join(start)
	s.busy[0] = finish
	s.sink(0)
	return start, finish, true
}

// Waiting returns how many wait for a server at now.
func (s *Station) Waiting(now sim.Time) int {
	s.line.forget(now)
	return s.line.len()
}

// Wait returns how long work that came at now would wait for a server, places
// aside.
func (s *Station) Wait(now sim.Time) time.Duration {
	first := s.busy[0]
	if n := s.Servers(); s.next < n { // no heap
		first = slices.Min(s.busy[:n])
	}
	return max(first, now).Sub(now)
}

// Full reports whether work that came at now would find every place taken.
func (s *Station) Full(now sim.Time) bool {
	return s.Waiting(now) >= s.capacity && s.Wait(now) > 0
}

// InSystem returns how many wait or are being served at now.
func (s *Station) InSystem(now sim.Time) int {
	working := 0
	for _, t := range s.busy[:s.Servers()] {
		if t > now {
			working++
		}
	}
	return working + s.Waiting(now)
}

// Last returns when the work that has been begun so far is done, or was.
func (s *Station) Last() sim.Time { return slices.Max(s.busy[:s.Servers()]) }

// Clear loses all jobs: the station is idle from now on.
func (s *Station) Clear() {
	n := s.Servers()
	for i := range n {
		s.busy[i] = math.MinInt64
	}
	s.busy[n], s.next = sim.Never, 0
	s.line.clear()
}
