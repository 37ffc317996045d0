package balancer

import "failsim/sim"

// closing is when an attempt ends of which strategies are to be told.
type closing struct {
	sending
	until sim.Time
	place int32
	order uint64 // of those that end together: as they were sent
}

// closings are a heap, the first to end at its root.
type closings struct {
	heap  []closing
	count uint64
}

func (h *closings) before(i, j int) bool {
	a, b := &h.heap[i], &h.heap[j]
	return a.until < b.until || a.until == b.until && a.order < b.order
}

func (h *closings) push(e closing) {
	h.count++
	e.order = h.count
	h.heap = append(h.heap, e)
	h.up(len(h.heap) - 1)
}

// remove takes out the ending at an index.
func (h *closings) remove(i int) closing {
	e, last := h.heap[i], len(h.heap)-1
	h.heap[i] = h.heap[last]
	h.heap = h.heap[:last]
	if i < last {
		h.down(i)
		h.up(i)
	}
	return e
}

// find returns the index of an attempt at a place that is to end at an instant,
// -1 if there is none. It is asked for only where a backend is lost.
func (h *closings) find(place int32, until sim.Time) int {
	found := -1
	for i := range h.heap {
		if e := &h.heap[i]; e.place == place && e.until == until && (found < 0 || e.order < h.heap[found].order) {
			found = i
		}
	}
	return found
}

func (h *closings) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !h.before(i, parent) {
			return
		}
		h.heap[i], h.heap[parent] = h.heap[parent], h.heap[i]
		i = parent
	}
}

func (h *closings) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(h.heap) {
			return
		}
		if child+1 < len(h.heap) && h.before(child+1, child) {
			child++
		}
		if !h.before(child, i) {
			return
		}
		h.heap[i], h.heap[child] = h.heap[child], h.heap[i]
		i = child
	}
}
