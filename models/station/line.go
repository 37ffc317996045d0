package station

import "failsim/sim"

// line holds when those who wait will start, first come first served: in
// ascending order, so that who comes joins at the end. It lies in one piece of
// memory and moves to the front of it when it reaches the end: in a ring, every
// step would have to be wrapped round.
type line struct {
	starts []sim.Time
	head   int // those before it have started
}

// newLine returns an empty line with room for n before it grows.
func newLine(n int) line { return line{starts: make([]sim.Time, 0, 2*n)} }

func (l *line) len() int { return len(l.starts) - l.head }

// forget drops those who start at now or before.
func (l *line) forget(now sim.Time) {
	for l.head < len(l.starts) && l.starts[l.head] <= now {
		l.head++
	}
}

// join adds a job that starts no earlier than any in the line.
func (l *line) join(start sim.Time) {
	if len(l.starts) == cap(l.starts) {
		l.move()
	}
	l.starts = append(l.starts, start)
}

// move makes room at the end: more of it if the line fills over three quarters.
func (l *line) move() {
	n, room := l.len(), cap(l.starts)
	to := l.starts[:n]
	if 4*n >= 3*room {
		to = make([]sim.Time, n, max(8, room+room/2))
	}
	copy(to, l.starts[l.head:])
	l.starts, l.head = to, 0
}

func (l *line) clear() { l.starts, l.head = l.starts[:0], 0 }
