package station

import "failsim/sim"

// Instants is a list in ascending order from which the past is forgotten. What
// comes in is mostly late, so it is put in its place from the back. It lies in
// one piece of memory and moves to the front of it when it reaches the end: in
// a ring, every step would have to be wrapped round. The zero value is empty.
type Instants struct {
	at   []sim.Time
	head int // what lies before it is forgotten
}

// NewInstants returns an empty list with room for n before it grows.
func NewInstants(n int) Instants { return Instants{at: make([]sim.Time, 0, 2*n)} }

// Len returns how many instants there are.
func (l *Instants) Len() int { return len(l.at) - l.head }

// First returns the earliest instant, sim.Never if there is none.
func (l *Instants) First() sim.Time {
	if l.head == len(l.at) {
		return sim.Never
	}
	return l.at[l.head]
}

// Forget drops the instants up to and including now.
func (l *Instants) Forget(now sim.Time) {
	h := l.head
	for h < len(l.at) && l.at[h] <= now {
		h++
	}
	l.head = h
}

// Insert adds an instant.
func (l *Instants) Insert(t sim.Time) {
	if len(l.at) == cap(l.at) {
		l.move()
	}
	at, i := append(l.at, t), len(l.at)
	l.at = at
	for ; i > l.head && at[i-1] > t; i-- {
		at[i] = at[i-1]
	}
	at[i] = t
}

// Remove drops one instant that is t, and reports whether there was one.
func (l *Instants) Remove(t sim.Time) bool {
	for i := l.head; i < len(l.at); i++ {
		if l.at[i] == t {
			l.at = append(l.at[:i], l.at[i+1:]...)
			return true
		}
	}
	return false
}

// clear drops all.
func (l *Instants) clear() { l.at, l.head = l.at[:0], 0 }

// move makes room at the end: more of it if the list fills over half.
func (l *Instants) move() {
	n := l.Len()
	to := l.at[:n]
	if 2*n >= cap(l.at) {
		to = make([]sim.Time, n, max(8, 2*cap(l.at)))
	}
	copy(to, l.at[l.head:])
	l.at, l.head = to, 0
}
