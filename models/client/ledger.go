package client

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// answered is a request whose first attempt will be answered, unless its
// backend is lost before it has done its work.
type answered struct {
	arrived    sim.Time
	learns     sim.Time // when the client has the answer
	finish     sim.Time // when the backend will have answered
	work       time.Duration
	draw       uint64
	user       request.User
	backend    int32
	lb         int32
	bytes      uint32
	population request.Population
	endpoint   uint8
	byName     bool
	gone       bool // it is settled, or goes on in the slab: its backend was lost
}

// ledger holds answered requests in order of arrival, in a ring that grows. It is
// blocked by its head: a request is taken out once all that came before it are
// answered, at most a time-out late.
type ledger struct {
	ring   []answered // its length is a power of two
	head   int
	length int
	gone   int
}

// waiting returns how many requests are in the ledger.
func (l *ledger) waiting() int { return l.length - l.gone }

// at returns the i-th request, counted from the head.
func (l *ledger) at(i int) *answered { return &l.ring[(l.head+i)&(len(l.ring)-1)] }

func (l *ledger) add(r *inFlight, learns sim.Time) {
	if l.length == len(l.ring) {
		l.grow()
	}
	a := l.at(l.length)
	a.arrived, a.learns, a.finish, a.work, a.draw = r.arrived, learns, r.finish, r.work, r.draw
	a.user, a.backend, a.lb, a.bytes = r.user, r.backend, int32(r.lb), r.bytes
	a.population, a.endpoint, a.byName, a.gone = request.Population(r.population), uint8(r.endpoint), r.byName, false
	l.length++
}

// due tells whether the head is done with by now.
func (l *ledger) due(now sim.Time) bool { return l.length > 0 && l.at(0).learns <= now }

// take removes the head. It is good until the next add.
func (l *ledger) take() *answered {
	a := l.at(0)
	l.head++
	l.length--
	if a.gone {
		l.gone--
	}
	return a
}

// leave marks a request as no longer in the ledger.
func (l *ledger) leave(a *answered) {
	if !a.gone {
		a.gone = true
		l.gone++
	}
}

func (l *ledger) grow() {
	grown := make([]answered, max(64, 2*len(l.ring)))
	for i := range l.length {
		grown[i] = *l.at(i)
	}
	l.ring, l.head = grown, 0
}
