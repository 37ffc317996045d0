package balancer

import (
	"slices"

	"failsim/sim"
)

// openAttempts counts the attempts that are open at every backend: those whose
// end lies after the instant of the last look.
//
// While they are few they are in order of their ends, so that a look takes what
// has ended from the front and sees one more. Who comes goes to the back, past
// those that end later: a quarter of all, as new ones end last as a rule. A
// crowd waits in a wheel. A request costs 103 instructions and two branches
// wrongly foretold by that with five open; a wheel takes 150 and three for any
// number.
type openAttempts struct {
	counts []int32  // by backend
	next   sim.Time // before it a look finds nothing
	few    []ending // first to end first; nil if there is a crowd
	ended  int      // so many of the few have ended, of which the first was never open
	crowd  wheel
}

// ending is when an attempt ends, and at which backend.
type ending struct {
	until   sim.Time
	backend int32
}

const (
	mostFew    = 32 // more are a crowd
	leastCrowd = 8  // fewer are none any more
)

func newOpenAttempts(backends int) *openAttempts {
	o := &openAttempts{counts: make([]int32, backends)}
	o.crowd = newWheel(o.counts)
	o.disperse()
	return o
}

// look ends all attempts that were open until an instant or before, which is
// no earlier than that of the last look.
func (o *openAttempts) look(now sim.Time) {
	if now >= o.next {
		o.end(now)
	}
}

func (o *openAttempts) end(now sim.Time) {
	if o.few == nil {
		o.crowd.look(now)
		if o.crowd.used < leastCrowd {
			o.disperse()
		}
		return
	}
	i, few := o.ended, o.few
	for ; i < len(few) && few[i].until <= now; i++ {
		o.counts[few[i].backend]--
	}
	o.ended = i
	o.findNext()
}

// findNext finds when the first of the few ends.
func (o *openAttempts) findNext() {
	o.next = sim.Never
	if o.ended < len(o.few) {
		o.next = o.few[o.ended].until
	}
}

// open counts an attempt at a backend until an instant, no earlier than the
// last look.
func (o *openAttempts) open(backend int32, until sim.Time) {
	o.counts[backend]++
	if len(o.few) == cap(o.few) && !o.makeRoom() {
		o.crowd.open(backend, until)
		return
	}
	o.next = min(o.next, until)
	o.join(ending{until, backend})
}

// join puts an attempt in its place among the few; there is room.
func (o *openAttempts) join(e ending) {
	i := len(o.few)
	o.few = o.few[:i+1]
	few := o.few
	for ; few[i-1].until > e.until; i-- { // stops at the last that has ended
		few[i] = few[i-1]
	}
	few[i] = e
}

// makeRoom forgets what has ended among the few, or makes them a crowd, and
// reports whether they are few.
func (o *openAttempts) makeRoom() bool { return o.few != nil && o.forget() }

func (o *openAttempts) forget() (fewLeft bool) {
	o.few, o.ended = slices.Delete(o.few, 1, o.ended), 1
	if len(o.few) <= mostFew {
		return true
	}
	for _, e := range o.few[1:] {
		o.crowd.open(e.backend, e.until)
	}
	o.few, o.next = nil, -1
	return false
}

// disperse has those of the crowd be few again.
func (o *openAttempts) disperse() {
	o.few, o.ended = make([]ending, 1, 2*mostFew), 1
	o.few[0].until = -1
	o.crowd.takeAll(o.join)
	o.findNext()
}

// close ends one attempt at a backend before the instant until which it was
// open, and reports whether there was one.
func (o *openAttempts) close(backend int32, until sim.Time) bool {
	if o.few == nil {
		return o.crowd.close(backend, until)
	}
	i := slices.Index(o.few[o.ended:], ending{until, backend})
	if i < 0 {
		return false
	}
	o.few = slices.Delete(o.few, o.ended+i, o.ended+i+1)
	o.counts[backend]--
	o.findNext()
	return true
}
