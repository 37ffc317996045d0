package traces

import (
	"cmp"
	"slices"
	"time"
)

// reorder puts the lines of a log in order: a ring of seconds, each with its
// requests in order of the lines, or of their stamps where these are finer
// than a second. It holds the seconds by which the lines of
// this log are known to go back, and no more.
type reorder struct {
	ring    []bucket
	fine    bool  // stamps are finer than a second
	low     int64 // the earliest second not yet handed out
	high    int64 // the latest second seen
	waiting int   // requests in the ring
	emptied *bucket

	held    Record // read, but its second does not fit the ring yet
	holding bool
	ended   bool
	begun   bool
}

type bucket struct{ items []Record }

const second = 1_000_000_000 // ns

func newReorder(furthestBack time.Duration, fine bool) *reorder {
	seconds := (furthestBack + time.Second - 1) / time.Second
	return &reorder{ring: make([]bucket, seconds+1), fine: fine}
}

// next hands out the earliest second that no later line can add to.
func (o *reorder) next(r *cellReader, c *cell) bool {
	if o.emptied != nil {
		o.emptied.items = o.emptied.items[:0]
		o.emptied = nil
	}
	for {
		if o.hand(c) {
			return true
		}
		if o.ended {
			return false
		}
		o.read(r)
	}
}

// hand moves low up to what the lines read so far allow, and hands out the
// first second with requests on the way.
func (o *reorder) hand(c *cell) bool {
	size := int64(len(o.ring))
	limit := o.high - size // no later line lies at or before it
	if o.ended {
		limit = o.high
	}
	for o.waiting > 0 && o.low <= limit {
		b := &o.ring[o.low%size]
		at := o.low
		o.low++
		if n := len(b.items); n > 0 {
			o.waiting -= n
			o.emptied = b
			if o.fine {
				sortByTime(b.items)
			}
			*c = cell{start: at * second, width: second, requests: int64(n), items: b.items, fine: o.fine}
			return true
		}
	}
	if o.low <= limit {
		o.low = limit + 1
	}
	return false
}

// read puts lines into the ring until one lies beyond it or they end.
func (o *reorder) read(r *cellReader) {
	if o.holding {
		o.put(&o.held)
		o.holding = false
	}
	for {
		if !r.nextRecord(&o.held) {
			o.ended = true
			return
		}
		at := o.held.At / second
		if !o.begun {
			o.begun = true
			o.high = at
			o.low = max(0, at-int64(len(o.ring))+1)
		}
		if at > o.high {
			o.high = at
			o.holding = true
			return
		}
		o.put(&o.held)
	}
}

func (o *reorder) put(r *Record) {
	b := &o.ring[r.At/second%int64(len(o.ring))]
	b.items = append(b.items, *r)
	if !o.fine { // one of several files, of which another has whole seconds
		it := &b.items[len(b.items)-1]
		it.At -= it.At % second
	}
	o.waiting++
}

// sortByTime keeps the order of what has the same stamp.
func sortByTime(items []Record) {
	slices.SortStableFunc(items, func(a, b Record) int { return cmp.Compare(a.At, b.At) })
}
