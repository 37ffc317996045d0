package client

import (
	"failsim/models/record"
	"failsim/sim"
)

// ledger holds requests whose first attempt will be answered, unless its
// backend is lost before it has done its work: in order of arrival, in a ring
// that grows. It is blocked by its head: a request is taken out once all that
// came before it are answered, at most a time-out late.
//
// What the sink will be told lies side by side, so that it can be told of many
// at once; beside it lies what only a loss needs.
type ledger struct {
	told    []record.Answered // its length is a power of two
	restore []restore         // of the same length
	head    int
	length  int
}

// restore is what else is needed for a request to go on whose backend is lost;
// the rest follows from who it is.
type restore struct {
	draw     uint64
	backend  int32
	endpoint uint8
	byName   bool
}

// index returns where in the ring the i-th request is, counted from the head.
func (l *ledger) index(i int) int { return (l.head + i) & (len(l.told) - 1) }

// add makes a place for one more request, to be filled.
func (l *ledger) add() (*record.Answered, *restore) {
	if l.length == len(l.told) {
		l.grow()
	}
	i := l.index(l.length)
	l.length++
	return &l.told[i], &l.restore[i]
}

// due returns the requests at the head that are answered by now, up to where
// the ring ends: there may be more behind it.
func (l *ledger) due(now sim.Time) []record.Answered {
	list := l.told[l.head:min(l.head+l.length, len(l.told))]
	for i := range list {
		if list[i].Learns > now {
			return list[:i]
		}
	}
	return list
}

// drop takes out the first n requests.
func (l *ledger) drop(n int) {
	l.head = l.index(n)
	l.length -= n
}

// keep has only those requests stay, in their order, of which a function says
// so; it is given where in the ring they are.
func (l *ledger) keep(stays func(index int) bool) {
	n := 0
	for i := range l.length {
		if from := l.index(i); stays(from) {
			to := l.index(n)
			l.told[to], l.restore[to] = l.told[from], l.restore[from]
			n++
		}
	}
	l.length = n
}

func (l *ledger) grow() {
	size := max(64, 2*len(l.told))
	told, restores := make([]record.Answered, size), make([]restore, size)
	for i := range l.length {
		told[i], restores[i] = l.told[l.index(i)], l.restore[l.index(i)]
	}
	l.told, l.restore, l.head = told, restores, 0
}
