package sim_test

import (
	"math"
	"math/bits"
)

// floor is what one would write by hand for one model and nothing else: a
// 4-ary heap of times and slots in the kernel's own total order (an instant's
// slots in order), without handlers, owners, ranks, kinds or checks, that
// replaces its root where the model allows it. Entries beyond the last are
// later than all, so that no group of four needs counting.
type floor struct {
	heap []floorEntry
	size int
}

type floorEntry struct{ at, slot uint64 }

func newFloor(capacity int) *floor {
	f := &floor{heap: make([]floorEntry, (capacity+11)/4*4)}
	for i := range f.heap {
		f.heap[i] = floorEntry{math.MaxUint64, math.MaxUint64}
	}
	return f
}

// top returns the first event. The root has index 3 and the children of i
// begin at 4i-8, so that four siblings share a cache line.
func (f *floor) top() (at, slot uint64) { return f.heap[3].at, f.heap[3].slot }

func (f *floor) push(at, slot uint64) {
	e, h := floorEntry{at, slot}, f.heap
	i := f.size + 3
	f.size++
	for i > 3 {
		parent := i/4 + 2
		if e.before(&h[parent]) == 0 {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

// replace puts an event in the place of the first.
func (f *floor) replace(at, slot uint64) { f.sink(floorEntry{at, slot}) }

// drop removes the first event.
func (f *floor) drop() {
	last := f.size + 2
	f.size--
	e := f.heap[last]
	f.heap[last] = floorEntry{math.MaxUint64, math.MaxUint64}
	if f.size > 0 {
		f.sink(e)
	}
}

func (f *floor) sink(e floorEntry) {
	h := f.heap
	i := uint(3)
	for child := uint(4); child+3 < uint(len(h)); child = 4*i - 8 {
		group := h[child : child+4 : child+4]
		a, b := group[0], group[2]
		left := a.lower(&group[1])
		right := 2 + b.lower(&group[3])
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
func (e *floorEntry) lower(f *floorEntry) uint64 {
	swap := f.before(e)
	e.at ^= (e.at ^ f.at) & -swap
	e.slot ^= (e.slot ^ f.slot) & -swap
	return swap
}

// before returns 1 or 0: the borrow of a subtraction of 128 bits.
func (e *floorEntry) before(f *floorEntry) uint64 {
	_, borrow := bits.Sub64(e.slot, f.slot, 0)
	_, borrow = bits.Sub64(e.at, f.at, borrow)
	return borrow
}
