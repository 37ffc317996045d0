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

// A record has a version, and so has the configuration that its LB holds. Only which of
// the two is the later one matters, so that is what is kept, in the byte of the state.
const (
	worth    State = 1<<6 - 1
	older    State = 1 << 6 // the LB holds a later version than the record has
	restored State = 1 << 7 // people have put the record back, as it was
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

// Plain reports that record i is right and has the latest version, as nearly all are.
func (s *Store) Plain(i id.Record) bool { return s.states[i] == Right }

// Read returns what record i is worth.
func (s *Store) Read(i id.Record) State { return s.states[i] & worth }

// Write changes record i and logs it: it has the latest version.
func (s *Store) Write(i id.Record, state State) {
	s.changes++
	if s.states[i] != state { // nearly always it is the same
		s.set(i, state)
	}
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
	merged := 0
	for i, state := range s.states {
		if state&worth == Missing {
			s.states[i] = Right | state&older | restored
			merged++
		}
	}
	s.missing -= merged
	s.changes += uint64(merged)
}

// set changes what record i is worth, and keeps the counts.
func (s *Store) set(i id.Record, state State) {
	s.count(s.states[i], -1)
	s.count(state, 1)
	s.states[i] = state
}

func (s *Store) count(state State, by int) {
	switch state & worth {
	case Missing:
		s.missing += by
	case Wrong:
		s.wrong += by
		if state&older != 0 {
			s.stale += by
		}
	}
}

// Older reports whether record i has a lower version than the configuration of its LB.
// One that is missing has none.
func (s *Store) Older(i id.Record) bool {
	return s.states[i]&older != 0 && s.states[i]&worth != Missing
}

// Restored reports whether record i is as a restore has put it back.
func (s *Store) Restored(i id.Record) bool { return s.states[i]&restored != 0 }

// Stale returns how many records say what their LB was to hold some time ago.
func (s *Store) Stale() int { return s.stale }

// Outrun says that the LB of record i has got a later version than the record has, or
// had before it was lost.
func (s *Store) Outrun(i id.Record) { s.set(i, s.states[i]|older) }

// Agree says that record i has the version that its LB holds, if it is a right one.
func (s *Store) Agree(i id.Record) {
	if s.states[i] != Right { // nearly always it is
		s.agree(i)
	}
}

func (s *Store) agree(i id.Record) {
	if s.states[i]&worth == Right {
		s.set(i, Right)
	}
}

// Age has each right record be what it was some time ago with probability share, and of
// these be another than today's with probability changed. Keyed by the record's number,
// so that a larger share, or age, has a superset be stale. Nothing is logged.
func (s *Store) Age(key sim.Key, share, changed float64) {
	for i, state := range s.states {
		if state&worth == Right && key.Float64(s.Number(id.Record(i))) < float64(share*changed) {
			s.set(id.Record(i), Wrong|older)
		}
	}
}

// Refresh ends what Age began: records that have not been written since say again what
// they should.
func (s *Store) Refresh() {
	for i, state := range s.states {
		if state == Wrong|older {
			s.set(id.Record(i), Right)
		}
	}
}
