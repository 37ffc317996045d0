package distribution

import "failsim/sim"

// Process is how things happen one after another: requests of an open stream, say.
type Process interface {
	// Next returns when event k comes, given when the one before it did; k is 0,
	// 1, 2 and so on, and last is 0 at first. What a process draws is keyed by k.
	Next(k uint64, last sim.Time) sim.Time
}
