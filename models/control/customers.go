package control

import (
	"failsim/sim"
)

// customers are the calls of a region's customers, up to those that come next.
type customers struct {
	changes   changes // of old LBs
	creations calls
}

// next returns when the next call comes, or might.
func (c *customers) next() sim.Time { return min(c.changes.next(), c.creations.next) }

// follower has customers' calls be taken in their order: of one instant changes
// before creations, and all of them before anything else that happens to the plane.
type follower interface {
	// upTo has all calls be taken that come by now.
	upTo(now sim.Time)
	// file schedules the next call, if it needs an event: what may decide that has
	// changed. The event does nothing but call upTo, so one too many does no harm.
	file()
	// lags reports whether calls may be taken later than they come.
	lags() bool
}
