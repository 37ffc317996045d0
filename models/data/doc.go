// Package data is the tenant's own data: replicas of which one leads and takes the
// writes, and others follow it. It decides which clients can write and read, which writes
// were acknowledged and are lost, and when another replica leads.
//
// Writes are not simulated one by one. They are a Poisson process, and each reaches a
// follower after a lag of its own, so those that a follower lacks at an instant are
// Poisson, with the rate of writes times the mean lag for their mean (an M/G/infinity
// queue), whatever the distribution of the lag. A replica changes at instants, and with
// it the share of writers who get an answer, which the host of the data shows to
// requests.
//
// A leader that is cut off, or frozen, may not know that it was replaced. What it
// acknowledges until it steps down is thrown away then: a split brain.
//
// Replicas of a place that is cut off hear each other, and nobody else; whoever watches, and
// most clients, are with the others. What a write waits for takes a round trip to so many
// followers, and what each lags.
//
// It leaves out elections among those who are cut off together (cut the smaller side);
// chains of followers; and stale reads one by one: for how long some are served is
// recorded.
package data

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

// Spec is some data and its replicas.
type Spec struct {
	Key       sim.Key
	PerSecond float64 // writes
	Replicas  []Replica
	// Ways is the way from each replica to each; nil: OneWay of the other.
	Ways [][]time.Duration
	// Ships is how many writes a second can be sent to a follower; 0: as many as come.
	// What waits to be sent is lost with the leader.
	Ships float64
	// Keeps is for how long a leader keeps its log for followers that are away; who was
	// away longer, or has led, must copy everything, which takes Copy.
	Keeps, Copy time.Duration
	LeaderReads bool // followers serve no reads
	// InOrder: followers take writes over in order, so that all of them are behind by
	// one lag at a time, an exponential one; otherwise each write has a lag of its own.
	InOrder   bool
	Away      float64 // how many times as long those who need the data wait while it is led from far; below 1: as long
	Acks      policy.Acks
	Promotion *policy.Promotion // nil: people promote
	Clients   policy.StoreClients
}

// Replica is one copy. The first of a Spec leads at the start.
type Replica struct {
	Name string
	// Lag is how long a write takes on average until this follower has it, beyond
	// OneWay, the way to it from the first replica.
	Lag, OneWay time.Duration
	// Writers is the share of writers, and of readers, who stand with it: if it is cut
	// off they reach it and nothing else.
	Writers float64
	Far     bool // clients of the first replica wait longer for this one: it is in another region
	Place   int  // those of a place may be cut off together
}

// Health is how a replica is.
type Health uint8

// The healths.
const (
	Well   Health = iota
	Dead          // its process is gone: connections to it are refused
	Lost          // its machine is, and what was on its way from it
	Frozen        // it neither serves nor refuses, and forgets nothing
)

// Faces are how users find some data.
type Faces struct {
	WritesFail, ReadsFail float64 // share of those who ask
	WritesHang, ReadsHang float64 // of these, those who hear nothing: the rest are told at once
	Slow                  float64 // how many times as long a write takes, at least 1
}

// Loss is acknowledged writes that are gone for good.
type Loss struct {
	Writes float64
	Span   time.Duration // from the first of them to the last moment at which one could be
}

// Host is told what happens.
type Host interface {
	// DataChanged reports a change of what users find.
	DataChanged(now sim.Time, which int, f Faces)
	// DataWaits reports how long a write waits for followers from now on; nil: for none.
	DataWaits(now sim.Time, which int, d distribution.Distribution)
	// DataLost reports writes that are lost, when that is settled.
	DataLost(now sim.Time, which int, l Loss)
	// DataEvent reports to the person who follows the run.
	DataEvent(now sim.Time, which int, format string, args ...any)
}

// Figures are what becomes of some data in a run, in seconds.
type Figures struct {
	WritesLost float64
	LostSpan   float64 // of the loss that spans most
	InDoubt    float64 // writes that clients took for failed and that were applied, or may have been
	Unwritable float64 // seconds, each times the share of writers who could not write
	ReadOnly   float64 // seconds in which no client could write and some could read
	Split      float64 // seconds in which two leaders acknowledged writes
	Stale      float64 // seconds in which some reads were served by a replica that does not follow
	Promotions float64
}
