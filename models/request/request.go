// Package request says what a request is and how it can end: exactly one
// outcome each, and one cause for every failure. It also declares Arrivals,
// the socket that traces and generators plug into.
//
// It leaves out what a request does (methods, bodies), but for which object it asks for,
// which matters to caches: for the question of failover a request is a user who wants an
// answer at some time.
package request

import (
	"iter"

	"failsim/sim"
)

// Population numbers a class of clients within a scenario.
type Population uint8

// User numbers one user within a population. Where a trace has no clients of
// its own, users are keyed draws.
type User uint32

// Arrival is one request on its way into the simulation.
type Arrival struct {
	At     sim.Time
	Client uint64 // keyed hash of the trace's client; 0 if the trace names none
	Bytes  uint32 // response size; 0 if the trace does not say; 4294967295 stands for at least as many
	Object uint32 // hash of what is asked for; 0 if the trace does not say
}

// Arrivals yields requests in order of time, some at a time, in constant
// memory.
//
// Next fills the front of a, which has room for one at least, and returns how
// many it filled: 0 at the end of the trace or on an error, which Err then
// returns, and less than there is room for whenever it likes. Times never
// decrease.
type Arrivals interface {
	Next(a []Arrival) int
	Err() error
}

// All goes through the arrivals to their end. A loop that is left early has
// taken some more of them than it has seen.
func All(a Arrivals) iter.Seq[Arrival] {
	return func(yield func(Arrival) bool) {
		var some [64]Arrival
		for n := a.Next(some[:]); n > 0; n = a.Next(some[:]) {
			for _, one := range some[:n] {
				if !yield(one) {
					return
				}
			}
		}
	}
}
