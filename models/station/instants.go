package station

import "failsim/sim"

// ring holds instants in ascending order, in a circle that grows. What comes
// in is mostly late, so it is put in its place from the back.
type ring struct {
	at     []sim.Time // its length is a power of two
	head   int
	length int
}

func newRing(n int) ring {
	size := 1
	for size < n {
		size *= 2
	}
	return ring{at: make([]sim.Time, size)}
}

// forget drops the instants up to and including now.
func (r *ring) forget(now sim.Time) {
	mask := len(r.at) - 1
	for r.length > 0 && r.at[r.head&mask] <= now {
		r.head++
		r.length--
	}
}

// take drops the first instant and returns it.
func (r *ring) take() sim.Time {
	t := r.at[r.head&(len(r.at)-1)]
	r.head++
	r.length--
	return t
}

func (r *ring) insert(t sim.Time) {
	if r.length == len(r.at) {
		r.grow()
	}
	mask := len(r.at) - 1
	i := r.head + r.length
	for i > r.head && r.at[(i-1)&mask] > t {
		r.at[i&mask] = r.at[(i-1)&mask]
		i--
	}
	r.at[i&mask] = t
	r.length++
}

func (r *ring) grow() {
	grown := make([]sim.Time, 2*len(r.at))
	for i := range r.length {
		grown[i] = r.at[(r.head+i)&(len(r.at)-1)]
	}
	r.at, r.head = grown, 0
}
