package station

import "failsim/sim"

// Instants is a list in ascending order from which the past is forgotten, in a
// ring that grows. What comes in is mostly late, so it is put in its place from
// the back. The zero value is not ready for use: see NewInstants.
type Instants struct {
	at     []sim.Time // its length is a power of two
	head   int
	length int
}

// NewInstants returns an empty list with room for n before it grows.
func NewInstants(n int) Instants {
	size := 1
	for size < n {
		size *= 2
	}
	return Instants{at: make([]sim.Time, size)}
}

// Len returns how many instants there are.
func (l *Instants) Len() int { return l.length }

// First returns the earliest instant, sim.Never if there is none.
func (l *Instants) First() sim.Time {
	if l.length == 0 {
		return sim.Never
	}
	return l.at[l.head&(len(l.at)-1)]
}

// Forget drops the instants up to and including now.
func (l *Instants) Forget(now sim.Time) {
	mask := len(l.at) - 1
	for l.length > 0 && l.at[l.head&mask] <= now {
		l.head++
		l.length--
	}
}

// Insert adds an instant.
func (l *Instants) Insert(t sim.Time) {
	if l.length == len(l.at) {
		l.grow()
	}
	mask := len(l.at) - 1
	i := l.head + l.length
	for i > l.head && l.at[(i-1)&mask] > t {
		l.at[i&mask] = l.at[(i-1)&mask]
		i--
	}
	l.at[i&mask] = t
	l.length++
}

// Remove drops one instant that is t, and reports whether there was one.
func (l *Instants) Remove(t sim.Time) bool {
	mask := len(l.at) - 1
	for i := range l.length {
		if l.at[(l.head+i)&mask] != t {
			continue
		}
		for j := l.head + i; j < l.head+l.length-1; j++ {
			l.at[j&mask] = l.at[(j+1)&mask]
		}
		l.length--
		return true
	}
	return false
}

// take drops the first instant and returns it.
func (l *Instants) take() sim.Time {
	t := l.at[l.head&(len(l.at)-1)]
	l.head++
	l.length--
	return t
}

func (l *Instants) grow() {
	grown := make([]sim.Time, 2*len(l.at))
	for i := range l.length {
		grown[i] = l.at[(l.head+i)&(len(l.at)-1)]
	}
	l.at, l.head = grown, 0
}
