package balancer

import (
	"math/bits"

	"failsim/sim"
)

// wheel holds a crowd of open attempts. It is a hashed timing wheel (Varghese
// and Lauck 1987) that resizes itself as a calendar queue does (Brown 1988):
// time is cut into ticks of a power of two of nanoseconds, and an attempt lies
// in the slot of the tick of its end, modulo the number of slots. A look visits
// the slots of the ticks since the last, and leaves there what ends in a later
// round. Slots are doubled and halved with what is open, while a round stays as
// long, so that a look finds few slots and few attempts in them.
type wheel struct {
	counts   []int32   // by backend: attempts open, of which those that end are taken off
	tick     int64     // of the last look
	shift    uint      // a tick is 1<<shift ns
	first    []int32   // by slot: its first attempt
	attempts []waiting // those of a slot are a list, and the free places too; place 0 ends it
	free     int32
	used     int // attempts open
}

type waiting struct {
	ending
	next int32
}

const (
	fewestSlots = 8
	round       = 31 // a round is 1<<round ns, some 2 s: longer than most attempts are open
	full        = 2  // attempts a slot that double the slots
	sparse      = 8  // slots an attempt that halve them
)

func newWheel(counts []int32) wheel {
	w := wheel{counts: counts, attempts: make([]waiting, 1)}
	w.resize(fewestSlots)
	return w
}

// resize cuts a round into n ticks, a power of two.
func (w *wheel) resize(n int) {
	before := w.first
	w.first = make([]int32, n)
	shift := uint(round - bits.TrailingZeros(uint(n)))
	w.tick, w.shift = w.tick<<w.shift>>shift, shift
	for _, i := range before {
		for i != 0 {
			a := &w.attempts[i]
			next := a.next
			w.put(i, a)
			i = next
		}
	}
}

// grow doubles the places for attempts, all of which are taken.
func (w *wheel) grow() {
	n := len(w.attempts)
	w.attempts = append(w.attempts, make([]waiting, n)...)
	for i := n; i < 2*n; i++ {
		w.attempts[i].next, w.free = w.free, int32(i)
	}
}

// open adds an attempt at a backend, which has been counted, until an instant.
func (w *wheel) open(backend int32, until sim.Time) {
	if w.free == 0 {
		w.grow()
	}
	n := w.free
	a := &w.attempts[n]
	w.free = a.next
	a.until, a.backend = until, backend
	w.put(n, a)
	w.used++
	if w.used > full*len(w.first) {
		w.resize(2 * len(w.first))
	}
}

func (w *wheel) put(n int32, a *waiting) {
	first := w.slot(w.ticks(a.until))
	a.next, *first = *first, n
}

func (w *wheel) ticks(t sim.Time) int64 { return int64(t) >> (w.shift & 63) }

func (w *wheel) slot(tick int64) *int32 { return &w.first[uint(tick)&uint(len(w.first)-1)] }

// look ends all attempts that were open until an instant or before, which is
// no earlier than that of the last look.
func (w *wheel) look(now sim.Time) {
	to := w.ticks(now)
	from := max(w.tick, to-int64(len(w.first))+1) // a round shows all
	w.tick = to
	attempts := w.attempts
	for ; from <= to; from++ {
		link := w.slot(from)
		for n := *link; n != 0; n = *link {
			a := &attempts[n]
			if a.until <= now {
				w.drop(link, a)
			} else {
				link = &a.next
			}
		}
	}
	if n := len(w.first); n > sparse*w.used && n > fewestSlots {
		w.resize(n / 2)
	}
}

// drop takes out the attempt to which a link leads.
func (w *wheel) drop(link *int32, a *waiting) {
	w.counts[a.backend]--
	w.used--
	*link, a.next, w.free = a.next, w.free, *link
}

// takeAll takes out every attempt, open as before, and gives it to a function.
func (w *wheel) takeAll(give func(ending)) {
	for i := range w.first {
		for link := &w.first[i]; *link != 0; {
			a := &w.attempts[*link]
			w.counts[a.backend]++
			give(a.ending)
			w.drop(link, a)
		}
	}
}

// close ends one attempt at a backend before the instant until which it was
// open, and reports whether there was one.
func (w *wheel) close(backend int32, until sim.Time) bool {
	link := w.slot(w.ticks(until))
	for n := *link; n != 0; n = *link {
		a := &w.attempts[n]
		if a.backend == backend && a.until == until {
			w.drop(link, a)
			return true
		}
		link = &a.next
	}
	return false
}
