package client

import "failsim/sim"

// turns are the instants of the next arrival of each stream; sim.Never where
// there is none. They wait here, and not each in the kernel, as whose turn it
// is can be found without a branch: it cannot be foretold, so that every second
// branch would be taken wrongly, which costs more than the search.
type turns []sim.Time

// first returns which stream is first, and when: of several in one instant,
// that of the lowest number. There is at least one.
func (t turns) first() (stream int, at sim.Time) {
	at = t[0]
	for i, next := range t { // two conditional moves
		if next < at {
			stream = i
		}
		at = min(at, next)
	}
	return stream, at
}
