// Command hand plays the workloads as one would write them by hand in Go for
// nothing else: a heap of times and slots in the same total order, no engine,
// no handlers.
package main

import (
	"math"
	"math/bits"

	"failsim/peers/draws"
)

func main() { draws.Main(newFarm, newHold) }

// entry is an event: its time (the bits of a positive float order as integers)
// and its slot, which orders events of one time.
type entry struct{ at, slot uint64 }

func event(at float64, slot int) entry { return entry{math.Float64bits(at), uint64(slot)} }

// before returns 1 or 0: the borrow of a subtraction of 128 bits, no branch.
func (e *entry) before(f *entry) uint64 {
	_, borrow := bits.Sub64(e.slot, f.slot, 0)
	_, borrow = bits.Sub64(e.at, f.at, borrow)
	return borrow
}

// lower makes e the earlier of e and f and returns 1 if that was f, else 0.
func (e *entry) lower(f *entry) uint64 {
	swap := f.before(e)
	e.at ^= (e.at ^ f.at) & -swap
	e.slot ^= (e.slot ^ f.slot) & -swap
	return swap
}

// queue is a heap in which every node has four children, those of i from 4i+1
// on. Entries beyond the last are later than all.
type queue struct {
	heap []entry
	size int
}

func newQueue(capacity int) *queue {
	q := &queue{heap: make([]entry, capacity+8)}
	for i := range q.heap {
		q.heap[i] = entry{math.MaxUint64, math.MaxUint64}
	}
	return q
}

func (q *queue) first() (at float64, slot int) {
	return math.Float64frombits(q.heap[0].at), int(q.heap[0].slot)
}

func (q *queue) push(e entry) {
	h, i := q.heap, q.size
	q.size++
	for i > 0 && e.before(&h[(i-1)/4]) == 1 {
		h[i] = h[(i-1)/4]
		i = (i - 1) / 4
	}
	h[i] = e
}

func (q *queue) drop() {
	q.size--
	e := q.heap[q.size]
	q.heap[q.size] = entry{math.MaxUint64, math.MaxUint64}
	if q.size > 0 {
		q.replace(e)
	}
}

// replace puts an event in the place of the first.
func (q *queue) replace(e entry) {
	h, i := q.heap, uint(0)
	for c := uint(1); c+3 < uint(len(h)); c = 4*i + 1 {
		group := h[c : c+4 : c+4]
		a, b := group[0], group[2]
		left := a.lower(&group[1])
		right := 2 + b.lower(&group[3])
		least := left ^ (left^right)&-a.lower(&b)
		if a.before(&e) == 0 {
			break
		}
		h[i] = a
		i = c + uint(least)
	}
	h[i] = e
}

// line is a ring of when its customers came.
type line struct {
	came       []float64
	head, tail uint
}

func (l *line) len() uint { return l.tail - l.head }

func (l *line) push(now float64) {
	if n := uint(len(l.came)); l.len() == n {
		grown := make([]float64, 2*n)
		for i := l.head; i != l.tail; i++ {
			grown[i&(2*n-1)] = l.came[i&(n-1)]
		}
		l.came = grown
	}
	l.came[l.tail&uint(len(l.came)-1)] = now
	l.tail++
}

func (l *line) pop() float64 {
	l.head++
	return l.came[(l.head-1)&uint(len(l.came)-1)]
}

func newFarm(size draws.Farm, customers int) func() float64 {
	lines := make([]line, size.Servers)
	for i := range lines {
		lines[i].came = make([]float64, 64)
	}
	return func() float64 {
		if size.Servers == 1 {
			return oneQueue(&lines[0], customers)
		}
		return twoChoices(lines, customers)
	}
}

// oneQueue needs no heap: one arrival and one departure are to come.
func oneQueue(l *line, customers int) float64 {
	arrival, departure := draws.Gap(0), math.Inf(1)
	came, begun, sum := 0, 0, 0.0
	for came < customers || l.len() > 0 {
		if departure <= arrival {
			now := departure
			sum += now - l.pop()
			departure = math.Inf(1)
			if l.len() > 0 {
				departure = now + draws.Service(begun)
				begun++
			}
			continue
		}
		now := arrival
		came++
		arrival = math.Inf(1)
		if came < customers {
			arrival = now + draws.Gap(came)
		}
		l.push(now)
		if l.len() == 1 {
			departure = now + draws.Service(begun)
			begun++
		}
	}
	return sum / float64(customers)
}

func twoChoices(lines []line, customers int) float64 {
	arrival := len(lines) // its slot; a server's departure has that of its number
	q := newQueue(len(lines) + 1)
	q.push(event(draws.Gap(0), arrival))
	came, begun, sum := 0, 0, 0.0
	for q.size > 0 {
		now, slot := q.first()
		if slot == arrival {
			a, b := draws.Pair(came)
			if came++; came < customers {
				q.replace(event(now+draws.Gap(came), arrival))
			} else {
				q.drop()
			}
			if lines[b].len() < lines[a].len() {
				a = b
			}
			if lines[a].push(now); lines[a].len() == 1 {
				q.push(event(now+draws.Service(begun), a))
				begun++
			}
			continue
		}
		l := &lines[slot]
		sum += now - l.pop()
		if l.len() > 0 {
			q.replace(event(now+draws.Service(begun), slot))
			begun++
		} else {
			q.drop()
		}
	}
	return sum / float64(customers)
}

func newHold(events int) func() float64 {
	q := newQueue(draws.Pending)
	for i := range draws.Pending {
		q.push(event(draws.Span(i), i))
	}
	return func() float64 {
		last := 0.0
		for drawn := draws.Pending; q.size > 0; {
			var slot int
			if last, slot = q.first(); drawn < events {
				q.replace(event(last+draws.Span(drawn), slot))
				drawn++
			} else {
				q.drop()
			}
		}
		return last
	}
}
