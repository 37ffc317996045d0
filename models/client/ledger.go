package client

import (
	"failsim/models/id"
	"failsim/models/record"
	"failsim/sim"
)

// ledger holds requests whose first attempt will be answered, unless its
// backend is lost before it has done its work, in order of arrival. It is
// blocked by its head: a request is taken out once all that came before it are
// answered, at most a time-out late.
//
// What the sink will be told lies side by side, so that it can be notified of many
// at once; beside it lies what only a loss needs. Requests come in behind the
// tail; when the page is full, those that wait are copied to its start, which
// is for each request the work of a fraction of a copy.
type ledger struct {
	reported   []record.Answered
	restore    []restore // of the same length
	head, tail int
}

// restore is what else is needed for a request to go on whose backend is lost;
// the rest follows from who it is.
type restore struct {
	draw     uint64
	backend  id.Backend
	endpoint uint8
	byName   bool
}

// leastPage makes the sink be notified of at least half as many at once: enough
// that the call costs nothing, few enough that all stays in the nearest cache.
const leastPage = 128

func (l *ledger) waiting() int { return l.tail - l.head }

func (l *ledger) full() bool { return l.tail == len(l.reported) }

// turn makes room, more than half of a page.
func (l *ledger) turn() {
	reported, restores := l.reported, l.restore
	if 2*l.waiting() >= len(reported) {
		size := max(leastPage, 2*len(reported))
		reported, restores = make([]record.Answered, size), make([]restore, size)
	}
	copy(reported, l.reported[l.head:l.tail])
	copy(restores, l.restore[l.head:l.tail])
	l.reported, l.restore, l.head, l.tail = reported, restores, 0, l.waiting()
}

// add makes a line for one more request, to be filled; there is room.
func (l *ledger) add() (*record.Answered, *restore) {
	i := l.tail
	l.tail++
	return &l.reported[i], &l.restore[i]
}

// due returns the requests at the head that are answered by now.
func (l *ledger) due(now sim.Time) []record.Answered {
	list := l.reported[l.head:l.tail]
	for i := range list {
		if list[i].Learns > now {
			return list[:i]
		}
	}
	return list
}

// keep has only those requests stay, in their order, of which a function says
// so, by their place.
func (l *ledger) keep(stays func(i int) bool) {
	n := l.head
	for i := l.head; i < l.tail; i++ {
		if stays(i) {
			l.reported[n], l.restore[n] = l.reported[i], l.restore[i]
			n++
		}
	}
	l.tail = n
}
