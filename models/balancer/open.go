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
// crowd waits in a wheel. A request costs 110 instructions and two branches
// wrongly foretold by that with five open; a wheel takes 150 and three for any
// number.
type openAttempts struct {
	counts []int32  // by backend
	few    []ending // first to end first
	ended  int      // so many of the few have ended, of which the first was never open
	crowd  bool     // all are in the wheel
	wheel  wheel
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
	o := &openAttempts{counts: make([]int32, backends), few: make([]ending, 1, 2*mostFew), ended: 1}
	o.few[0].until = -1
	o.wheel = newWheel(o.counts)
	return o
}

// look ends all attempts that were open until an instant or before, which is
// no earlier than that of the last look.
func (o *openAttempts) look(now sim.Time) {
	if o.crowd {
		o.wheel.look(now)
		if o.wheel.used < leastCrowd {
			o.disperse()
		}
		return
	}
	i, few := o.ended, o.few
	for ; i < len(few) && few[i].until <= now; i++ {
		o.counts[few[i].backend]--
	}
	o.ended = i
}

// open counts an attempt at a backend until an instant, no earlier than the
// last look.
func (o *openAttempts) open(backend int32, until sim.Time) {
	o.counts[backend]++
	if len(o.few) == cap(o.few) {
		o.makeRoom()
	}
	if o.crowd {
		o.wheel.open(backend, until)
		return
	}
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

// makeRoom forgets what has ended among the few, and has a crowd go to the
// wheel.
func (o *openAttempts) makeRoom() {
	o.few, o.ended = slices.Delete(o.few, 1, o.ended), 1
	if len(o.few) <= mostFew {
		return
	}
	for _, e := range o.few[1:] {
		o.wheel.open(e.backend, e.until)
	}
	o.few, o.crowd = o.few[:1], true
}

// disperse has those in the wheel be few again.
func (o *openAttempts) disperse() {
	o.crowd = false
	o.wheel.takeAll(o.join)
}

// close ends one attempt at a backend before the instant until which it was
// open, and reports whether there was one.
func (o *openAttempts) close(backend int32, until sim.Time) bool {
	if o.crowd {
		return o.wheel.close(backend, until)
	}
	i := slices.Index(o.few[o.ended:], ending{until, backend})
	if i < 0 {
		return false
	}
	o.few = slices.Delete(o.few, o.ended+i, o.ended+i+1)
	o.counts[backend]--
	return true
}
