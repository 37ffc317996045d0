// Package store is the state store of a region's control plane: what it
// believes every LB's configuration to be. Records can be lost, wrong or
// right; there is a change log, and snapshots at a period, kept for a time.
//
// It leaves out what a record says (targets, certificates) and the store's
// own replicas: a record is right, wrong or missing, and of its version no more is
// known than whether its LB holds a later one.
package store

import (
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// State is what a record is worth.
type State uint8

// The states.
const (
	Right   State = iota
	Missing       // deleted, though the LB runs
	Wrong         // says something else than what the LB should hold
)

// Store is one region's records, one for each LB of the fleet.
type Store struct {
	states    []State
	missing   int
	wrong     int
	stale     int    // of the wrong ones
	changes   uint64 // length of the change log
	snapshots time.Duration
	retention time.Duration
	lostAt    sim.Time // when records were last deleted
	named     []uint64 // numbers of the named records
	first     int      // of them; the others follow each other
}

// New returns a store with n right records, a snapshot each period, kept for
// retention.
func New(n int, snapshots, retention time.Duration) *Store {
	return &Store{states: make([]State, n), snapshots: snapshots, retention: retention, lostAt: sim.Never}
}

// Name gives the last records of the store as it is now numbers of their own.
func (s *Store) Name(numbers []uint64) {
	s.named, s.first = numbers, len(s.states)-len(numbers)
}

// Number returns the number by which the chance of record i is keyed: its own, if
// it is named, else i. So a named record keeps its draws wherever it stands, and
// no other one's is touched by how many are named.
func (s *Store) Number(i id.Record) uint64 {
	if j := int(i) - s.first; j >= 0 && j < len(s.named) {
		return s.named[j]
	}
	return uint64(i)
}

// Len returns how many records there should be.
func (s *Store) Len() int { return len(s.states) }

// Missing returns how many records are missing.
func (s *Store) Missing() int { return s.missing }

// Wrong returns how many records say something else than they should.
func (s *Store) Wrong() int { return s.wrong }

// Changes returns how many changes the log holds.
func (s *Store) Changes() uint64 { return s.changes }

// Read returns what record i is worth.
func (s *Store) Read(i id.Record) State { return s.states[i] & worth }

// Write changes record i and logs it: it has the latest version.
func (s *Store) Write(i id.Record, state State) {
	s.set(i, state)
	s.changes++
}

// Rewrite logs n changes of records to what they were before.
func (s *Store) Rewrite(n uint64) { s.changes += n }

// Add appends a right record for a new LB and returns its index.
func (s *Store) Add() id.Record {
	s.states = append(s.states, Right)
	s.changes++
	return id.Record(len(s.states) - 1)
}

// LostAt returns when records were last deleted, sim.Never if they never were.
func (s *Store) LostAt() sim.Time { return s.lostAt }

// Part is one of several parts of a store, which records are in at random; the zero
// value is all of it.
type Part struct {
	Key   sim.Key // draws which part each record is in
	Which int
	Of    int
}

func (p Part) holds(number uint64) bool { return p.Of <= 1 || p.Key.IntN(number, p.Of) == p.Which }

// Delete loses each record with probability share, independently. A record's chance is
// keyed by its number, so a larger share loses a superset. It is logical deletion: the
// log goes on, and nothing is recorded.
func (s *Store) Delete(now sim.Time, key sim.Key, share float64) { s.DeleteOf(now, key, share, Part{}) }

// DeleteOf is Delete of a part of the store.
func (s *Store) DeleteOf(now sim.Time, key sim.Key, share float64, part Part) {
	s.lostAt = now
	for i := range s.states {
		if number := s.Number(id.Record(i)); s.states[i]&worth != Missing && key.Float64(number) < share && part.holds(number) {
			s.set(id.Record(i), Missing)
		}
	}
}

// SnapshotBefore returns the newest snapshot from before records were lost,
// if it is still kept at now. Snapshots are taken at whole periods from the
// start, and there is one of the start itself.
func (s *Store) SnapshotBefore(now sim.Time) (at sim.Time, ok bool) {
	if s.lostAt == sim.Never {
		return 0, false
	}
	at = s.lostAt - s.lostAt%sim.Time(s.snapshots)
	return at, now.Sub(at) <= s.retention
}

// Merge puts back what was missing, from a restored snapshot and the changes
// logged since, with the versions that it had. Records that were wrong stay so: the
// log holds them.
func (s *Store) Merge() {
	for i, state := range s.states {
		if state&worth == Missing {
			s.Write(id.Record(i), Right|state&older|restored)
		}
	}
}
