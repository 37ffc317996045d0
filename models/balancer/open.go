package balancer

import (
	"slices"

	"failsim/sim"
)

// reportOf has attempts wait in hooks from now on, whose strategies learn of each.
func (o *openAttempts) reportOf(h *hooks) { o.hooks, o.inBulk, o.n = h, true, fewRoom }

// ignore has nothing be counted from now on, as nothing looks: some 110 instructions
// a request less (make instructions, 29 November 2026).
func (o *openAttempts) ignore() { o.ignored, o.idle, o.inBulk, o.n = true, true, true, fewRoom }

func newOpenAttempts(places int) *openAttempts {
	o := &openAttempts{counts: make([]int32, places)}
	for i := range neverOpen {
		o.few[i].until = -1
	}
	o.bulk = newWheel(o.counts)
	o.disperse()
	return o
}

// look takes off all attempts that have ended by now. It is never called for an
// earlier instant than before.
func (o *openAttempts) look(now sim.Time) {
	if o.inBulk {
		if !o.idle {
			o.lookAtShared(now)
		}
		return
	}
	i := o.ended
	first := &o.few[i%fewRoom]
	one := oneIf(first.until <= now)
	o.counts[first.place] -= int32(one)
	i += one
	second := &o.few[i%fewRoom]
	one = oneIf(second.until <= now)
	o.counts[second.place] -= int32(one)
	i += one
	for ; o.few[i%fewRoom].until <= now; i++ {
		o.counts[o.few[i%fewRoom].place]--
	}
	o.ended = i
}

func (o *openAttempts) lookAtShared(now sim.Time) {
	if o.hooks != nil {
		o.hooks.look(now)
		return
	}
	w := &o.bulk
	if now >= w.turns {
		if w.turn(now); w.used < leastShared {
			o.disperse()
			o.look(now)
			return
		}
	}
	if slots := w.since(now); slots != 0 {
		w.end(w.now, slots, now)
	}
}

// oneIf returns 1 if it is so, else 0, without a branch.
func oneIf(so bool) (n uint) {
	if so {
		n = 1
	}
	return n
}

// open counts an attempt at a place until an instant, no earlier than the
// last look.
func (o *openAttempts) open(place int32, until sim.Time) {
	o.counts[place]++
	o.keep(ending{until, place})
}

// keep puts an attempt in its place among the few, or in the crowd.
func (o *openAttempts) keep(e ending) {
	if o.n >= fewRoom-1 && o.joins(e) {
		return
	}
	i, few := o.n, &o.few
	o.n++
	few[(i+1)%fewRoom] = ending{until: sim.Never}
	// Of the last three, those that end later move up by one: as they are in
	// order, the second does only if the last does. The others are copied onto
	// themselves.
	a := oneIf(few[(i-1)%fewRoom].until > e.until)
	b := oneIf(few[(i-2)%fewRoom].until > e.until)
	c := oneIf(few[(i-3)%fewRoom].until > e.until)
	few[i%fewRoom] = few[(i-a)%fewRoom]
	few[(i-1)%fewRoom] = few[(i-1-b)%fewRoom]
	few[(i-2)%fewRoom] = few[(i-2-c)%fewRoom]
	i -= a + b + c
	if c > 0 {
		for ; few[(i-1)%fewRoom].until > e.until; i-- { // stops at the last that has ended
			few[i%fewRoom] = few[(i-1)%fewRoom]
		}
	}
	few[i%fewRoom] = e
}

// joins puts an attempt into the crowd, unless there is none and room for few.
func (o *openAttempts) joins(e ending) bool {
	switch {
	case o.hooks != nil:
		o.hooks.open(e.place, e.until)
	case o.ignored:
		o.counts[e.place] = 0
	case o.inBulk || !o.makeRoom():
		o.bulk.open(e.place, e.until)
	default:
		return false
	}
	return true
}

// makeRoom forgets what has ended among the few, or makes them a crowd, and
// reports whether they still are few.
func (o *openAttempts) makeRoom() (fewLeft bool) {
	open := o.few[o.ended:o.n]
	if len(open) <= mostFew {
		copy(o.few[neverOpen:], o.few[o.ended:o.n+1])
		o.ended, o.n = neverOpen, neverOpen+uint(len(open))
		return true
	}
	for _, e := range open {
		o.bulk.open(e.place, e.until)
	}
	o.inBulk, o.n = true, fewRoom
	return false
}

// disperse has those of the crowd be few again.
func (o *openAttempts) disperse() {
	o.ended, o.n, o.inBulk = neverOpen, neverOpen, false
	o.few[neverOpen].until = sim.Never
	o.bulk.takeAll(o.keep)
}

// close ends one attempt at a place before the instant until which it was
// open, and reports whether there was one.
func (o *openAttempts) close(place int32, until sim.Time) bool {
	if o.ignored {
		return true
	}
	if o.hooks != nil {
		_, ok := o.hooks.close(place, until)
		return ok
	}
	if o.inBulk {
		return o.bulk.close(place, until)
	}
	i := slices.Index(o.few[o.ended:o.n], ending{until, place})
	if i < 0 {
		return false
	}
	copy(o.few[o.ended+uint(i):], o.few[o.ended+uint(i)+1:o.n+1])
	o.n--
	o.counts[place]--
	return true
}
