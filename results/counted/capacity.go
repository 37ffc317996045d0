package counted

import "failsim/sim"

// Capacity reports how many simulated requests a second could be answered as a window
// begins. Whoever follows a run may tell it, window by window, or never: it is no fact
// of the run, and no part of its fingerprint.
func (t *Tally) Capacity(perSecond float64) { t.capacity = append(t.capacity, perSecond) }

// CapacityAt returns when the next Capacity is due, and false if none is.
func (t *Tally) CapacityAt() (sim.Time, bool) {
	return sim.Time(len(t.capacity)) * t.width, len(t.capacity) < t.windows
}
