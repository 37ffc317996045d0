package results

import (
	"fmt"
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// userMinutes counts the minutes in which a user asked at least once and got
// nothing good. A minute is that of the arrival; a request still in flight at
// the end counts for nobody.
//
// Every user has a ring of slots, one a minute, each holding a minute's number
// and whether anything good came of it. A slot is counted when a later minute
// needs its place. That is exact while no request outlives the ring: with two
// slots, a request that arrives in minute m must have ended before minute m+2
// begins, which a patience of 60 s guarantees. Longer patience makes longer
// rings; an answer that comes later still is counted as late, which breaks the
// invariant that Tally.Check reports.
type userMinutes struct {
	slots []uint32 // ring of user u at u<<bits; 0 is empty, else (minute+1)<<1 | good
	bits  uint
	asked []uint32 // per minute: users who asked
	lost  []uint32 // per minute: users who asked and got nothing good
	late  uint64   // good answers that came after their minute was counted
}

// mostUsers bounds the memory of one population's rings; users are numbered
// from 0, so a number above it is a hash that somebody forgot to map.
const mostUsers = 1 << 27

func (m *userMinutes) reset(users int, length, patience time.Duration) {
	need := 1 + int((patience+time.Minute-1)/time.Minute)
	m.bits = 1
	for 1<<m.bits < need {
		m.bits++
	}
	minutes := int((length + time.Minute - 1) / time.Minute)
	m.slots = zeroed(m.slots, users<<m.bits)
	m.asked = zeroed(m.asked, minutes)
	m.lost = zeroed(m.lost, minutes)
	m.late = 0
}

// settle tells the outcome of a request of user u that arrived at an instant.
func (m *userMinutes) settle(u request.User, arrived sim.Time, good bool) {
	minute := uint32(arrived / sim.Time(time.Minute))
	i := int(u)<<m.bits | int(minute&(1<<m.bits-1))
	if i >= len(m.slots) {
		m.grow(u)
	}
	value := (minute + 1) << 1
	if good {
		value |= 1
	}
	slot := m.slots[i]
	switch {
	case slot>>1 == minute+1:
		m.slots[i] = slot | value
	case slot>>1 < minute+1:
		m.count(slot)
		m.slots[i] = value
	case good:
		m.late++
	}
}

func (m *userMinutes) grow(u request.User) {
	if u >= mostUsers {
		panic(fmt.Sprintf("results: user number %d is above %d", u, mostUsers))
	}
	bigger := make([]uint32, max(2*len(m.slots), int(u+1)<<m.bits))
	copy(bigger, m.slots)
	m.slots = bigger
}

// count files a slot whose minute is over.
func (m *userMinutes) count(slot uint32) {
	if slot == 0 {
		return
	}
	minute := min(int(slot>>1)-1, len(m.asked)-1)
	m.asked[minute]++
	if slot&1 == 0 {
		m.lost[minute]++
	}
}

// flush counts every slot. Doing so twice counts nothing twice.
func (m *userMinutes) flush() {
	for i, slot := range m.slots {
		m.count(slot)
		m.slots[i] = 0
	}
}

// zeroed returns a slice of n zeroes, in the memory of s if that is enough.
func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
