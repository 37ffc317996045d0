package sim

// queue is a 4-ary heap of events in their total order. Two tricks, both
// measured on HOLD with 1,000 pending events, keep it near the floor:
//
//   - An event's identity (rank, owner, kind, argument) is packed in one word
//     that is at once its payload and its key in a tie, so an entry is 24
//     bytes, nothing is looked up elsewhere, and ties are decided by who the
//     event is for rather than by the history of scheduling.
//   - take leaves a hole at the root; the next push fills it and sinks once,
//     which saves the second walk whenever a handler schedules a successor.
type queue struct {
	heap []entry
	hole bool // heap[0] has been taken and awaits a push
}

type entry struct {
	at       Time
	identity uint64
	sequence uint64
}

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

// before compares times first; the tie break is rare and kept out of line.
func (e *entry) before(f *entry) bool {
	if e.at != f.at {
		return e.at < f.at
	}
	return e.wins(f)
}

func (e *entry) wins(f *entry) bool {
	if e.identity != f.identity {
		return e.identity < f.identity
	}
	return e.sequence < f.sequence
}

func (q *queue) len() int {
	if q.hole {
		return len(q.heap) - 1
	}
	return len(q.heap)
}

func (q *queue) push(e entry) {
	if q.hole {
		q.hole = false
		q.sink(e)
		return
	}
	q.heap = append(q.heap, e)
	h := q.heap
	i := len(h) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if !e.before(&h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

// take removes and returns the earliest event unless it is after until.
func (q *queue) take(until Time) (entry, bool) {
	if q.hole {
		q.hole = false
		last := len(q.heap) - 1
		e := q.heap[last]
		q.heap = q.heap[:last]
		if last > 0 {
			q.sink(e)
		}
	}
	if len(q.heap) == 0 || q.heap[0].at > until {
		return entry{}, false
	}
	q.hole = true
	return q.heap[0], true
}

// sink puts e at the root and moves it down to its place.
func (q *queue) sink(e entry) {
	h := q.heap
	n := len(h)
	i := 0
	for {
		child := 4*i + 1
		if child >= n {
			break
		}
		least := child
		end := min(child+4, n)
		for c := child + 1; c < end; c++ {
			if h[c].before(&h[least]) {
				least = c
			}
		}
		if !h[least].before(&e) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
}
