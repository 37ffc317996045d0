// Package heap holds the heap that streams of records are merged by.
//
// What it leaves out: everything else that heaps do.
package heap

// Heap yields the least of what was pushed. less orders any two items, so
// that what comes out does not depend on how they lie in the heap.
type Heap[T any] struct {
	Items []T
	Less  func(a, b *T) bool
}

// Push adds an item.
func (h *Heap[T]) Push(item T) {
	h.Items = append(h.Items, item)
	for i := len(h.Items) - 1; i > 0; {
		up := (i - 1) / 2
		if !h.Less(&h.Items[i], &h.Items[up]) {
			return
		}
		h.Items[i], h.Items[up] = h.Items[up], h.Items[i]
		i = up
	}
}

// Pop takes out the least; there must be one.
func (h *Heap[T]) Pop() T {
	least, last := h.Items[0], len(h.Items)-1
	h.Items[0] = h.Items[last]
	h.Items = h.Items[:last]
	for i := 0; ; {
		down := 2*i + 1
		if down >= last {
			return least
		}
		if down+1 < last && h.Less(&h.Items[down+1], &h.Items[down]) {
			down++
		}
		if !h.Less(&h.Items[down], &h.Items[i]) {
			return least
		}
		h.Items[i], h.Items[down] = h.Items[down], h.Items[i]
		i = down
	}
}
