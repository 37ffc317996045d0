// Package service is services that need each other: what a provider runs, or a
// tenant, as far as others depend on it. A service runs or not, fails a share of
// what it is asked, and is a factor slower than usual. What it needs decides:
//
//   - at once: what the need fails, it fails;
//   - cached: it works on for so long without, and then stops;
//   - to start: it runs on without, but does not start;
//   - either: of several one is enough; what all of them fail, it fails.
//
// A service that has stopped starts by itself when nothing holds it down and all
// that it has cached or needs to start is up again. Services that need each other
// in a circle of such needs run on until a cache ends, and then wait for each other
// for ever: until a person starts one without it (Facebook, 4 October 2021).
//
// A service changes at instants; its host then changes numbers that requests read
// anyway, and a need that fails a share does so at random, anew for each request. None
// of that is on a request's way. A service that has servers is: it is a station that
// is asked, and those whose servers ask it wait for what it says (Calls).
package service

import (
	"time"

	"failsim/models/id"
)

// How says how a service needs another.
type How uint8

// The ways.
const (
	AtOnce How = iota
	Cached
	ToStart
	Either // at once, one of all that are so
	Asked  // at once, by a call of a station, which meets what that is (Calls)
)

// Need is that one service needs another.
type Need struct {
	On    id.Service
	How   How
	Lasts time.Duration // Cached: how long it works on
	Share float64       // AtOnce: of its requests that need it
	Time  float64       // AtOnce: share of a request's time that it waits for it
	After time.Duration // AtOnce: what an error takes, 0: all of the service time
}

// Spec is a service.
type Spec struct {
	Name     string
	StartsIn time.Duration
	Needs    []Need
}

// Ail is something that is wrong with a service that runs.
type Ail struct {
	Errors float64       // share of requests that fail
	Slow   float64       // factor on the time that one takes, at least 1
	After  time.Duration // what an error takes, 0: all of the service time
	Need   bool          // for want of what it needs
	Hangs  bool          // who would have an error hears nothing at all
}

// State is how a service is.
type State struct {
	Running bool
	Ails    []Ail // each by itself, if it runs
}

// Errors is the share of requests that fail.
func (s *State) Errors() float64 {
	if !s.Running {
		return 1
	}
	good := 1.0
	for i := range s.Ails {
		good *= 1 - s.Ails[i].Errors
	}
	return 1 - good
}

// hangs is the share of requests of which nothing is heard.
func (s *State) hangs() float64 {
	hangs, good := 0.0, 1.0
	for i := range s.Ails {
		if s.Ails[i].Hangs {
			hangs += float64(good * s.Ails[i].Errors)
		}
		good *= 1 - s.Ails[i].Errors
	}
	return hangs
}

// fails tells, by a uniform draw, which of what is wrong fails a request, if any does:
// the first of those that would.
func (s *State) fails(u float64) *Ail {
	good := 1.0
	for i := range s.Ails {
		if good = float64(good * (1 - s.Ails[i].Errors)); u < 1-good {
			return &s.Ails[i]
		}
	}
	return nil
}

// Slow is the factor on the time that a request takes.
func (s *State) Slow() float64 {
	slow := 1.0
	for i := range s.Ails {
		slow *= s.Ails[i].Slow
	}
	return slow
}

// Up reports whether it answers anything right.
func (s *State) Up() bool { return s.Running && s.Errors() < 1 }
