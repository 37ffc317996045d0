package sim

import (
	"math"
	"math/bits"
)

// queue is a 4-ary heap of events in their total order. What keeps it near
// the floor, each part measured on HOLD and on farms of queues:
//
//   - An event's identity (rank, owner, kind, argument) is packed in one word
//     that is at once its payload and its key in a tie. Events that agree in
//     time and identity are one and the same to their handler, so the order in
//     which they were scheduled needs no word of its own, an entry is 16
//     bytes, and nothing is looked up elsewhere.
//   - The heap begins at index root, so that four siblings share a cache line.
//   - Entries beyond the last are later than all, so that no group of siblings
//     needs counting, and the least of four is found without a branch: which
//     sibling wins cannot be predicted.
//   - take leaves a hole at the root; the next push fills it and sinks once,
//     which saves a walk whenever a handler schedules a successor. Who asks when
//     the next event is leaves the hole there: arrivals that wait in a slot do,
//     and one of them may soon push.
type queue struct {
	heap []entry // whole groups of four
	size int     // entries in use, the hole included
	hole bool    // the root has been taken and awaits a push
}

// entry is an event; at is never negative.
type entry struct {
	at       uint64
	identity uint64
}

const root = 3

// latest lies after every event, as no identity has all bits set.
var latest = entry{math.MaxUint64, math.MaxUint64}

const (
	rankShift  = 60
	ownerShift = 52
	kindShift  = 44
)

func identity(rank Rank, owner Owner, e Event) uint64 {
	return uint64(rank)<<rankShift | uint64(owner)<<ownerShift | uint64(e.Kind)<<kindShift | e.Arg
}

func (e *entry) owner() Owner { return Owner(e.identity >> ownerShift) }

func (e *entry) event() Event {
	return Event{Kind: uint8(e.identity >> kindShift), Arg: e.identity & MaxArg}
}

// before returns 1 if e comes before f, else 0: the borrow of subtracting f
// from e as numbers of 128 bits.
func (e *entry) before(f *entry) uint64 {
	_, borrow := bits.Sub64(e.identity, f.identity, 0)
	_, borrow = bits.Sub64(e.at, f.at, borrow)
	return borrow
}

func (q *queue) len() int {
	if q.hole {
		return q.size - 1
	}
	return q.size
}

func (q *queue) push(e entry) {
	if q.hole {
		q.hole = false
		if e.at < q.second() { // what is due very soon, as a rule
			q.heap[root] = e
			return
		}
		q.sink(e)
		return
	}
	q.rise(e)
}

// next returns when the first event is; an instant after all events if none waits.
func (q *queue) next() uint64 {
	switch {
	case q.hole:
		return q.second()
	case q.size == 0:
		return latest.at
	}
	return q.heap[root].at
}

// second returns when the first event behind the root is.
func (q *queue) second() uint64 {
	h := q.heap
	if len(h) < root+5 {
		return latest.at
	}
	return min(h[root+1].at, h[root+2].at, h[root+3].at, h[root+4].at)
}

// first returns the first event, which must be there.
func (q *queue) first() *entry {
	if q.hole {
		q.drop()
	}
	return &q.heap[root]
}

// take removes and returns the first event, which must be there, and leaves a
// hole.
func (q *queue) take() entry {
	e := *q.first()
	q.hole = true
	return e
}

// drop closes the hole with the last entry.
func (q *queue) drop() {
	q.hole = false
	q.size--
	last := root + q.size
	e := q.heap[last]
	q.heap[last] = latest
	if q.size > 0 {
		q.sink(e)
	}
}

// rise puts e at the end and moves it up to its place.
func (q *queue) rise(e entry) {
	i := root + q.size
	if i >= len(q.heap) {
		q.heap = append(q.heap, latest, latest, latest, latest)
	}
	q.size++
	h := q.heap
	for i > root {
		parent := i/4 + 2
		if e.before(&h[parent]) == 0 {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

// sink puts e at the root and moves it down to its place.
func (q *queue) sink(e entry) {
	h := q.heap
	i := uint(root)
	if q.size == 2 { // a single queue's next arrival and departure
		if h[root+1].before(&e) != 0 {
			h[root] = h[root+1]
			i = root + 1
		}
		h[i] = e
		return
	}
	for child := uint(root + 1); child+3 < uint(len(h)); child = 4*i - 8 {
		siblings := h[child : child+4 : child+4]
		a, b := siblings[0], siblings[2]
		left := a.lower(&siblings[1])
		right := 2 + b.lower(&siblings[3])
		least := left ^ (left^right)&-a.lower(&b)
		if a.before(&e) == 0 {
			break
		}
		h[i] = a
		i = child + uint(least)
	}
	h[i] = e
}

// lower makes e the earlier of e and f and returns 1 if that was f, else 0.
func (e *entry) lower(f *entry) uint64 {
	swap := f.before(e)
	e.at ^= (e.at ^ f.at) & -swap
	e.identity ^= (e.identity ^ f.identity) & -swap
	return swap
}
