package traces

// minHeap yields the least of what was pushed. less orders any two items, so
// that what comes out does not depend on how they lie in the heap.
type minHeap[T any] struct {
	items []T
	less  func(a, b *T) bool
}

func (h *minHeap[T]) push(item T) {
	h.items = append(h.items, item)
	for i := len(h.items) - 1; i > 0; {
		up := (i - 1) / 2
		if !h.less(&h.items[i], &h.items[up]) {
			return
		}
		h.items[i], h.items[up] = h.items[up], h.items[i]
		i = up
	}
}

// pop takes out the least; there must be one.
func (h *minHeap[T]) pop() T {
	least, last := h.items[0], len(h.items)-1
	h.items[0] = h.items[last]
	h.items = h.items[:last]
	for i := 0; ; {
		down := 2*i + 1
		if down >= last {
			return least
		}
		if down+1 < last && h.less(&h.items[down+1], &h.items[down]) {
			down++
		}
		if !h.less(&h.items[down], &h.items[i]) {
			return least
		}
		h.items[i], h.items[down] = h.items[down], h.items[i]
		i = down
	}
}
