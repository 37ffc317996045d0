package store

import (
	"failsim/models/id"
	"failsim/sim"
)

// A record has a version, and so has the configuration that its LB holds. Only which of
// the two is the later one matters, so that is what is kept, in the byte of the state.
const (
	worth    State = 1<<6 - 1
	older    State = 1 << 6 // the LB holds a later version than the record has
	restored State = 1 << 7 // people have put the record back, as it was
)

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
