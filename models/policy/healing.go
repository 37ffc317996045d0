package policy

import (
	"time"

	"failsim/sim"
)

// Verdict is what a workflow does with an LB whose record is not in order.
type Verdict uint8

// The verdicts.
const (
	NoOpinion Verdict = iota // ask the next strategy; if none has one: Overwrite
	Overwrite                // write what the store says, an empty target list included: 2012
	Refuse                   // do nothing and report an error
	Adopt                    // take the live LB's configuration as the record, then go on
)

// RecordView is what a workflow knows when it has read an LB's record.
type RecordView struct {
	Now     sim.Time
	Missing bool // the store has no record of a running LB
	// Older: the record has a lower version than the configuration that the LB holds.
	// That says nothing of which of the two is right.
	Older    bool
	Restored bool // people have put the record back from a snapshot or a log
	Fleet    int  // LBs of the region at the start
}

// Healing decides what lost state means. It is called whenever a workflow
// has read the record of an LB that exists, and it is missing or older. Each region has a value of its own,
// which may remember.
type Healing interface {
	OnRecord(v RecordView) Verdict
}

// PlaneView is what a provider's automation knows of one region.
type PlaneView interface {
	Now() sim.Time
	// ErrorShare returns the share of failed control-plane calls among those
	// of the last five minutes, and how many there were.
	ErrorShare() (share float64, calls int)
	// AlarmedLBs returns how many LBs have an alarm on their error rate.
	AlarmedLBs() int
	// Paused reports whether workflows are switched off.
	Paused() bool
	// LostFor returns how long ago records were lost of which some are missing still;
	// 0 if none are.
	LostFor() time.Duration
	// SilentFor returns for how long the control plane has not answered, though its
	// region stands; 0 if it answers.
	SilentFor() time.Duration
}

// PlaneOrders is what a provider's automation can do in one region.
type PlaneOrders interface {
	Pause()  // switch workflows off
	Resume() // switch them on again, unless people switched them off
	// Reconcile compares every record with the live LBs at the given pace
	// and adopts the configuration of LBs whose record is missing.
	Reconcile(perSecond float64)
	// Register has the targets of each LB without a record, or without targets, tell
	// of themselves at the given pace: both are right again.
	Register(perSecond float64)
	// RollBack gives LBs that have an alarm what they held before, at the given pace,
	// but for a share of them, of which that was no better. Records stay as they are.
	RollBack(perSecond, poisoned float64)
	// Reissue gives LBs without targets whose record is there what it says, at the
	// given pace.
	Reissue(perSecond float64)
	// Withdraw has LBs lose what is not confirmed: those without a record; all of them
	// while the control plane is silent.
	Withdraw()
}

// Watching is what a Healing strategy may also be: a loop of its own.
type Watching interface {
	// Period returns the time between two looks, above 0.
	Period() time.Duration
	Watch(v PlaneView, o PlaneOrders)
}
