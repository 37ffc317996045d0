package control

import (
	"failsim/models/id"
	"failsim/sim"
)

// customers are the calls of a region's customers, up to those that come next.
type customers struct {
	changes   changes // of old LBs
	creations calls
}

// next returns when the next call comes, or might.
func (c *customers) next() sim.Time { return min(c.changes.next(), c.creations.next) }

// taker is who takes customers' calls: a control plane.
type taker interface {
	// noticed reports whether somebody might notice the next change of an old LB as
	// it happens. New LBs always have their record, so nobody does at creations.
	noticed() bool
	// change is a change of an LB that was there at the start; n numbers its draws.
	change(lb id.Record, n uint64, at sim.Time)
	// changeUnnoticed is so many changes of other customers' LBs that nobody notices,
	// the first of which is call n; it is now.
	changeUnnoticed(n uint64, at []sim.Time, now sim.Time)
	// create makes a new LB, by call n; it is now.
	create(n uint64, at, now sim.Time)
}

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
