package client

import (
	"failsim/models/balancer"
	"failsim/sim"
)

// turns are the instants of the next arrival of each stream; sim.Never where
// there is none. They wait here, and not each in the kernel, as whose turn it
// is can be found without a branch: it cannot be foretold, so that every second
// branch would be taken wrongly, which costs more than the search.
type turns []sim.Time

// first returns which stream is first, and when: of several in one instant,
// that of the lowest number. There is at least one.
func (t turns) first() (stream int, at sim.Time) {
	at = t[0]
	for i := 1; i < len(t); i++ { // two conditional moves
		next := t[i]
		if next < at {
			stream = i
		}
		at = min(at, next)
	}
	return stream, at
}

// merged are streams as one, in order of arrival.
type merged struct {
	streams []*stream
	turns   turns
	turn    int // the stream whose request is next
}

func newMerged(streams []Stream, populations []population, service balancer.Service) merged {
	var m merged
	for _, s := range streams {
		t := newStream(s, populations, service)
		m.streams, m.turns = append(m.streams, t), append(m.turns, t.next().arrived)
	}
	return m
}

// begin returns when the first request comes; sim.Never if none does.
func (m *merged) begin() (at sim.Time) {
	if len(m.streams) == 0 {
		return sim.Never
	}
	m.turn, at = m.turns.first()
	return at
}

// Err returns the first error of a stream's trace.
func (m *merged) Err() error {
	for _, s := range m.streams {
		if err := s.arrivals.Err(); err != nil {
			return err
		}
	}
	return nil
}
