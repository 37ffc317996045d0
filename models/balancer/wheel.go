package balancer

import (
	"math/bits"

	"failsim/sim"
)

// wheel holds a bulk of outstanding attempts. It is a hashed timing wheel (Varghese
// and Lauck 1987) that resizes itself as a calendar queue does (Brown 1988):
// time is cut into ticks of a power of two of nanoseconds, and an attempt lies
// in the slot of the tick of its end, modulo the number of slots. A look visits
// the slots of the ticks since the last, and leaves there what ends in a later
// round. Ticks are so short that a slot seldom holds two, and a page of 64 slots
// says in one word which hold any: so a look finds what it ends, and passes the
// rest, without a branch for each.
type wheel struct {
	counts   []int32  // by place: attempts open, of which those that end are taken off
	now      *page    // that of the last look
	seen     uint64   // the slot of the last look in it, as a bit
	turns    sim.Time // when the next page begins
	shift    uint     // a tick is 1<<shift ns
	pages    []page
	attempts []waiting // those of a slot are a list, and the free places too; place 0 ends it
	free     int32
	used     int // attempts open
}

type page struct {
	inUse uint64    // by bit: whether the slot holds any
	first [64]int32 // by slot: its first attempt
}

// ending is when an attempt ends, and at which place.
type ending struct {
	until sim.Time
	place int32
}

type waiting struct {
	until sim.Time
	place int32
	next  int32
}

const (
	round  = 31 // a round is 1<<round ns, some 2 s: longer than most attempts are open
	room   = 16 // for attempts, by page: if more are open the pages are doubled
	sparse = 8  // if fewer than an eighth are open they are halved
)

func newWheel(counts []int32) wheel {
	w := wheel{counts: counts}
	w.resize(1, 0)
	return w
}

// resize cuts a round into n pages, a power of two, of which that of an instant
// no later than the last look is the one to look at.
func (w *wheel) resize(n int, now sim.Time) {
	pages, attempts := w.pages, w.attempts
	w.pages, w.attempts = make([]page, n), make([]waiting, 1+room*n)
	w.free, w.used, w.shift = 0, 0, round-uint(bits.TrailingZeros(uint(64*n)))
	for i := len(w.attempts) - 1; i > 0; i-- {
		w.attempts[i].next, w.free = w.free, int32(i)
	}
	w.turnTo(w.ticks(now) >> 6)
	for i := range pages {
		for _, n := range pages[i].first {
			for ; n != 0; n = attempts[n].next {
				w.open(attempts[n].place, attempts[n].until)
			}
		}
	}
}

// open adds an attempt at a place, which has been counted, until an instant.
func (w *wheel) open(place int32, until sim.Time) {
	if w.free == 0 {
		w.resize(2*len(w.pages), w.turns-64<<w.shift)
	}
	a := &w.attempts[w.free]
	first, p, slot := w.slot(until)
	a.until, a.place = until, place
	p.inUse |= 1 << slot
	w.used++
	w.free, a.next, *first = a.next, *first, w.free
}

func (w *wheel) ticks(t sim.Time) int64 { return int64(t) >> (w.shift & 63) }

// page returns a page by its number since the start.
func (w *wheel) page(n int64) *page { return &w.pages[uint(n)&uint(len(w.pages)-1)] }

// slot returns where an attempt lies.
func (w *wheel) slot(until sim.Time) (first *int32, p *page, slot int64) {
	tick := w.ticks(until)
	p = w.page(tick >> 6)
	return &p.first[tick&63], p, tick & 63
}

// turnTo makes a page the one to look at, from its start.
func (w *wheel) turnTo(n int64) {
	w.now, w.seen, w.turns = w.page(n), 1, sim.Time((n+1)<<6<<w.shift)
}

// turn looks at the pages from that of the last look to the one before an
// instant, which is to be looked at now; a round shows all.
func (w *wheel) turn(now sim.Time) {
	from, to := w.ticks(w.turns)>>6-1, w.ticks(now)>>6
	for n := max(from, to-int64(len(w.pages))); n < to; n++ {
		p := w.page(n)
		w.end(p, p.inUse, now)
	}
	w.turnTo(to)
	if n := len(w.pages); n > 1 && w.used*sparse < n*room {
		w.resize(n/2, now)
	}
}

// since returns the slots in use from the last look to an instant of its page.
func (w *wheel) since(now sim.Time) uint64 {
	slot := uint64(1) << (w.ticks(now) & 63)
	slots := w.now.inUse & (slot<<1 - w.seen)
	w.seen = slot
	return slots
}

// end ends what is over in some slots of a page, all in use.
func (w *wheel) end(p *page, slots uint64, now sim.Time) {
	p.inUse &^= slots
	attempts := w.attempts
	for ; slots != 0; slots &= slots - 1 {
		first := &p.first[bits.TrailingZeros64(slots)&63]
		n := *first
		for *first = 0; n != 0; {
			a := &attempts[n]
			next := a.next
			if a.until <= now {
				w.counts[a.place]--
				w.used--
				a.next, w.free = w.free, n
			} else {
				a.next, *first = *first, n
				p.inUse |= slots & -slots
			}
			n = next
		}
	}
}

// takeAll takes out every attempt, open as before, and gives it to a function.
func (w *wheel) takeAll(give func(ending)) {
	for i := range w.pages {
		for slot, n := range w.pages[i].first {
			for ; n != 0; n = w.attempts[n].next {
				give(ending{w.attempts[n].until, w.attempts[n].place})
			}
			w.pages[i].first[slot] = 0
		}
	}
	w.pages = nil
	w.resize(1, 0)
}

// close ends one attempt at a place before the instant until which it was
// open, and reports whether there was one.
func (w *wheel) close(place int32, until sim.Time) bool {
	link, _, _ := w.slot(until)
	for n := *link; n != 0; n = *link {
		a := &w.attempts[n]
		if a.place == place && a.until == until {
			w.counts[place]--
			w.used--
			*link, a.next, w.free = a.next, w.free, n
			return true
		}
		link = &a.next
	}
	return false
}
