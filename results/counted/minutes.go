package counted

import (
	"fmt"
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// UserMinutes counts the minutes in which a user asked at least once and got
// nothing good. A minute is that of the arrival; a request still in flight at the
// end counts for no user.
//
// The last minutes are kept in a ring, with two bits a user, so that those of a
// hundred thousand users stay in the processor's cache. A minute is filed when a
// later one needs its place. That is exact while no request outlives the ring:
// with two places, a request that arrives in minute m must have ended before
// minute m+2 begins, which a patience of 60 s guarantees. Longer patience makes
// a longer ring; an outcome that comes later still is counted as late, which
// breaks the invariant that Tally.Check reports.
type UserMinutes struct {
	now   *openMinute  // of the request told last, in the ring
	ring  []openMinute // minute m is at m modulo its length, a power of two
	asked []uint32     // per minute filed: users who asked
	Lost  []uint32     // per minute filed: users who asked and got nothing good
	Late  uint64       // outcomes that came after their minute was filed
}

// openMinute is a minute whose requests may still end.
type openMinute struct {
	from   sim.Time // when it begins; before the run if nothing came yet
	users  []userBits
	served uint32 // users who got something good
	inVain uint32 // users who asked, and got nothing good so far
}

// userBits are 64 users, a bit each: who got something good, and who asked and
// got nothing good so far.
type userBits struct{ good, inVain uint64 }

// mostUsers bounds the memory of one population's rings; users are numbered from 0,
// so a number above it is a hash that was never mapped.
const mostUsers = 1 << 27

func (m *UserMinutes) Reset(users int, length, patience time.Duration) {
	need, places := 1+int((patience+time.Minute-1)/time.Minute), 2
	for places < need {
		places *= 2
	}
	m.ring = resized(m.ring, places)
	for i := range m.ring {
		o := &m.ring[i]
		*o = openMinute{from: -sim.Time(time.Minute), users: zeroed(o.users, (users+63)/64)}
	}
	m.now = &m.ring[0]
	minutes := int((length + time.Minute - 1) / time.Minute)
	m.asked, m.Lost = zeroed(m.asked, minutes), zeroed(m.Lost, minutes)
	m.Late = 0
}

// Settle records the outcome of a request of user u that arrived at an instant.
func (m *UserMinutes) Settle(u request.User, arrived sim.Time, good bool) {
	o := m.now
	if uint64(arrived-o.from) >= uint64(time.Minute) || int(u/64) >= len(o.users) {
		if o = m.turn(u, arrived); o == nil {
			return
		}
	}
	if good {
		o.good(u)
	} else {
		o.fail(u)
	}
}

// turn finds the minute of an instant, opens it if it is new, and makes room for
// a user. It returns nil if the minute has been filed: then the outcome is late.
func (m *UserMinutes) turn(u request.User, at sim.Time) *openMinute {
	n := at / sim.Time(time.Minute)
	from := n * sim.Time(time.Minute)
	o := &m.ring[int(n)&(len(m.ring)-1)]
	if o.from > from {
		m.Late++
		return nil
	}
	if o.from < from {
		m.file(o)
		clear(o.users)
		o.from = from
	}
	if int(u/64) >= len(o.users) {
		o.grow(u)
	}
	m.now = o
	return o
}

// good reports that a user got something good. Counting a bit that was not set
// costs no branch, which in a busy minute is unpredictable. Whether a user asks in
// vain can be predicted: it is so for minutes, or not.
func (o *openMinute) good(u request.User) {
	b, bit := &o.users[u/64], uint64(1)<<(u%64)
	good := b.good
	b.good = good | bit
	o.served += one(good&bit == 0)
	if o.inVain > 0 {
		o.inVain -= one(b.inVain&bit != 0)
		b.inVain &^= bit
	}
}

// fail reports that a user asked in vain, which another answer of the same minute
// makes good.
func (o *openMinute) fail(u request.User) {
	b := &o.users[u/64]
	o.inVain += uint32(^(b.good | b.inVain) >> (u % 64) & 1)
	b.inVain |= 1 << (u % 64) &^ b.good
}

func (o *openMinute) grow(u request.User) {
	if u >= mostUsers {
		panic(fmt.Sprintf("counted: user number %d is above %d", u, mostUsers-1))
	}
	bigger := make([]userBits, max(2*len(o.users), int(u/64)+1))
	copy(bigger, o.users)
	o.users = bigger
}

// file adds what is new of a minute to its place among all; what lies beyond
// the end is told with the last.
func (m *UserMinutes) file(o *openMinute) {
	if o.served|o.inVain == 0 {
		return
	}
	i := min(int(o.from/sim.Time(time.Minute)), len(m.asked)-1)
	m.asked[i] += o.served + o.inVain
	m.Lost[i] += o.inVain
	o.served, o.inVain = 0, 0
}

// Flush files every minute. Doing so twice counts nothing twice.
func (m *UserMinutes) Flush() {
	for i := range m.ring {
		m.file(&m.ring[i])
	}
}

// one returns 1 if it is so, else 0, without a branch: where every second user
// has left home, one would be guessed wrong half the time.
func one(so bool) (n uint32) {
	if so {
		n = 1
	}
	return n
}
