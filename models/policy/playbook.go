package policy

import (
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/sim"
)

// Action is what people do in a step of a playbook, once its time is over.
type Action uint8

// The actions.
const (
	Wait        Action = iota // nothing: they talk, audit, travel
	Notice                    // look whether anything is wrong; if nothing is, it was a false alarm, and all is over
	Misdiagnose               // believe in a wrong cause
	Find                      // know the cause
	Contain                   // switch workflows off if records are missing
	Pause                     // switch workflows off, whatever is wrong
	Resume                    // switch workflows on again
	Mend                      // mend LBs one by one, until none is damaged or re-enabling takes over; left out if so
	Snapshot                  // get a snapshot of the state store back; left out if no record is missing
	Merge                     // put the store in order from the snapshot; left out if there is none
	Reenable                  // mend all that is left with the store in order, and switch workflows on half-way
	WatchOver                 // watch, and declare it over if nothing is wrong; else all begins anew
	Actions                   // how many there are
)

var actionNames = [Actions]string{"wait", "notice", "misdiagnose", "find", "contain", "pause", "resume", "mend", "restore", "merge",
	"re-enable", "watch"}

// String returns the word for the action in a scenario.
func (a Action) String() string { return actionNames[a] }

// ActionNames returns the words for all actions.
func ActionNames() []string { return slices.Clone(actionNames[:]) }

// ActionOf returns the action of a word.
func ActionOf(word string) (Action, bool) {
	k := slices.Index(actionNames[:], word)
	return Action(max(0, k)), k >= 0
}

// Changes tells whether it is a change, which gates delay.
func (a Action) Changes() bool {
	return a == Contain || a == Pause || a == Resume || a == Snapshot || a == Reenable
}

// When says what begins a step. Any of it does.
type When struct {
	Symptom bool          // the first failed call or damaged LB, if nobody is at work on the region yet
	Timed   bool          // At, wherever the incident begins
	At      time.Duration // since its first fault
	After   []int         // one of these steps is done
	All     bool          // not before all of After are
	Failed  []int         // one of these steps has failed
}

// NoStep is the Else of a step after whose failure nothing is done.
const NoStep = -1

// Step is one thing that somebody does in an incident. A step whose reason has
// gone is left out, which counts as done.
type Step struct {
	Name  string
	Who   string // who does it: one step at a time, in the order in which they are due
	When  When
	Do    Action
	Takes distribution.Distribution // nil: no time
	Delay time.Duration             // by gates, on top
	Fails float64                   // probability that it fails at its end, drawn each time
	Else  int                       // the step that a failure begins, or NoStep

	MendPerHour   float64                   // Mend: LBs in an hour
	ReplaySpeed   float64                   // Merge: it takes the snapshot's age divided by this, if above 0
	Majority, All distribution.Distribution // Reenable: when half is mended and workflows are on, and when all is
}

// Playbook is what a provider's people do in an incident, in one region.
type Playbook struct {
	Key   sim.Key // of its draws
	Steps []Step
	Told  bool // its steps are told to who follows the run, beside the marks
}

// Operating changes what people do. It may change the steps' fields, and must
// keep their number and order: they name each other by place.
type Operating interface {
	Revise(p *Playbook)
}
