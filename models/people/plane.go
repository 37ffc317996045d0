package people

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

// Plane is what people can see and do in a region, once they look into it: in its
// control plane, and to services.
type Plane interface {
	Missing() int       // records of running LBs that are missing
	Misconfigured() int // LBs without targets
	// SwitchOff stops workflows, or lets them run again.
	SwitchOff(now sim.Time, off bool)
	// MendOne repairs a misconfigured LB from a place on, and returns the next.
	MendOne(now sim.Time, from int) (next int, ok bool)
	// SnapshotAge returns the age of the newest snapshot from before the loss.
	SnapshotAge(now sim.Time) (time.Duration, bool)
	// LostFor returns how long ago records were last lost; ok is false if they never were.
	LostFor(now sim.Time) (ago time.Duration, ok bool)
	// Merge puts the store in order from a restored snapshot.
	Merge(now sim.Time)
	// Well reports whether nothing else is wrong that the region's people see to.
	Well() bool
	// Pull does what a step does that is about none of these, to what it names, over
	// a while if it says so.
	Pull(now sim.Time, s *policy.Step, over time.Duration)
}

// idle reports whether nothing is left to mend.
func idle(p Plane) bool { return p.Missing() == 0 && p.Misconfigured() == 0 && p.Well() }
