package policy

import (
	"time"

	"failsim/sim"
)

// Failing is how a try of an LB at a backend has failed.
type Failing uint8

// How tries fail.
const (
	RefusedTry   Failing = iota // at once: the backend has no place for it
	UnreachedTry                // the backend is dead, and was given up
	LostTry                     // the backend died while it worked on it
	ErredTry                    // the backend answered with an error
	LateTry                     // it did not answer in time
	SentAwayTry                 // it waited in the backend's queue, and was sent away
)

// Try is what an LB knows of an attempt that a backend has failed.
type Try struct {
	Now     sim.Time // when it failed
	Since   sim.Time // when the LB first passed the attempt on
	Tries   int      // so far, at least 1
	Untried int      // backends in the choice that it has not tried
	Others  int      // backends in the choice but the last that it has tried
	Failing Failing
	// NonIdempotent reports that to do twice what is asked for is not what it is to do it
	// once: a POST, most of them.
	NonIdempotent bool
}

// Where says to whom an attempt goes that is tried again.
type Where uint8

// Where attempts go.
const (
	NoTry        Where = iota // nowhere: the client gets the error
	SameBackend               // that has failed it, whatever checks and filters have said of it meanwhile
	OtherBackend              // one that was not tried, if any is left in the choice; else any
)

// LBRetrying decides whether an LB passes an attempt on once more that a backend
// has failed, whose client hears of nothing meanwhile. A design has a list; the
// first that would try again decides. An LB remembers its last eight tries.
type LBRetrying interface {
	// TimeOuts returns how long the LB waits for a backend that is dead, and for the
	// answer of one that is not; 0: as long as it does anyway, or its client.
	TimeOuts() (connect, answer time.Duration)
	// Again says where the attempt goes, if anywhere, and after how long.
	Again(t *Try) (where Where, wait time.Duration)
}
