package study

import "failsim/results/statistics"

// What a study is of, if nothing is asked for: 20 replications as they come make
// the intervals of the embedded scenario's availability narrow enough to tell its
// designs apart. Chosen by their strata, 16 are as exact for most designs, and the
// fewest with an interval.
const (
	DefaultReplications = statistics.FewestSkewed
	DefaultExactness    = 20 // Options.AsExactAs
)

// Options says what to run of a scenario.
type Options struct {
	Designs      []string // empty: all
	Incidents    []string // empty: all
	Sampled      bool     // people's durations are drawn, not as published
	Replications int      // at least 1
	// AsExactAs, if above Replications, is of how many replications, taken as they
	// come, no design's errors may exceed those: one to whom its strata do not give
	// so much has so many replications.
	AsExactAs int
	Seed      uint64
	Jobs      int // runs at the same time; 0: one for each core
	// Abreast is how many runs each job makes side by side at most, which spares work
	// and takes memory; 0: as many as it likes. Results do not depend on it.
	Abreast int
	// Progress is told after each run how many are done. It may be nil, and is
	// never called concurrently.
	Progress func(done, total int)
	// Kept, if set, has runs that need not be made again, and is notified of those that are.
	Kept Kept
	// Loads has runs say what capacity there is over time, for the plot of it.
	Loads bool
	// Precision, if set, adds replications until it is reached.
	Precision *Precision
}

// RunID names a run of a study.
type RunID struct {
	Point            string `json:",omitempty"` // the scenario's edits, where a study has several points
	Incident, Design string
	Replication      int
	Stopped          bool // the design's gates stop the operator error
}

// Kept are runs that were made before, by an earlier try or on other machines.
// Methods may be called concurrently.
type Kept interface {
	// Get returns the bytes of a run; nil if it is not there.
	Get(id RunID) []byte
	// Put is notified of each run that is made.
	Put(id RunID, run []byte) error
}
