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
	Wait Action = iota
	Notice
	Misdiagnose
	Find
	Contain
	Pause
	Resume
	Mend
	Snapshot
	Merge
	Reenable
	WatchOver
	Restart
	SwitchOff
	SwitchOn
	StartWithout
	PauseQueue
	ResumeQueue
	Throttle
	Add
	RollBack
	PushMended
	KillSwitch
	Freeze
	Thaw
	Promote
	Fence
	GoAsynchronous
	Evacuate
	BringBack
	Actions // how many there are
)

// actions are their words in a scenario, and what they do.
var actions = [Actions]struct{ name, about string }{
	Wait:        {"wait", "nothing happens but that time passes: an audit, a call, a journey"},
	Notice:      {"notice", "they look whether anything is wrong; if nothing is, it was a false alarm, and all is over until the next symptom, if the step waits for one"},
	Misdiagnose: {"misdiagnose", "they believe in a wrong cause"},
	Find:        {"find", "they know the cause"},
	Contain:     {"contain", "workflows are switched off if records are missing"},
	Pause:       {"pause", "workflows are switched off, whatever is wrong"},
	Resume:      {"resume", "workflows are switched on again, if people switched them off"},
	Mend:        {"mend", "{rate}: LBs are repaired one by one, until none is misconfigured or re-enabling takes over"},
	Snapshot:    {"restore", "a snapshot of the state store is restored, if one is kept; skipped if no record is missing"},
	Merge:       {"merge", "{takes or replay}: the snapshot is merged with later changes; skipped if there is none"},
	Reenable:    {"re-enable", "{majority, all}: misconfigured LBs are repaired: half by majority, when workflows are on again, the rest by all"},
	WatchOver:   {"watch", "if nothing is wrong any more the incident is declared over; else the steps begin again"},

	Restart:      {"restart", "{on}: a service is stopped, and starts again once all that it needs is up"},
	SwitchOff:    {"switch-off", "{on}: a service is held down until it is switched on again"},
	SwitchOn:     {"switch-on", "{on}: a service that people hold down may start again"},
	PauseQueue:   {"pause-queue", "{on}: waiting users are sent away, and no new one is admitted"},
	ResumeQueue:  {"resume-queue", "{on, over}: users that were sent away are admitted evenly over a period, as are new ones"},
	Throttle:     {"throttle", "{on, rate}: a queue admits at most this rate, and the rest later"},
	Add:          {"add", "{on, workers or units}: a queue has more workers, a stock more units"},
	RollBack:     {"roll-back", "{on}: a configuration's last good version is pushed to all at once; it may be no better"},
	PushMended:   {"push-mended", "{on}: a good version is pushed, in waves"},
	KillSwitch:   {"kill-switch", "{on, over, reaches}: instances stop using the pushed version, one by one over a period; not all are reached"},
	Freeze:       {"freeze", "{on}: the push of a configuration stops, and later pushes wait"},
	Thaw:         {"thaw", "{on}: waiting pushes continue"},
	StartWithout: {"start-without", "{on, without}: a service starts without a dependency that is down, or without all of them, and runs without it until it is up"},

	Promote:        {"promote", "{on, to}: a follower of some data becomes the leader, by default the most up-to-date one"},
	Fence:          {"fence", "{on}: replaced leaders of some data are stopped"},
	GoAsynchronous: {"go-asynchronous", "{on}: a leader of some data goes on without the followers that it waits for, until they are back"},

	Evacuate:  {"evacuate", "{on, over}: the tenant's traffic leaves a region over a period, and its standbys elsewhere scale up"},
	BringBack: {"bring-back", "{on, over}: evacuated traffic comes back to a region over a period"},
}

// String returns the word for the action in a scenario.
func (a Action) String() string { return actions[a].name }

// About says what the action does, after the fields of its own.
func (a Action) About() string { return actions[a].about }

// ActionNames returns the words for all actions.
func ActionNames() (names []string) {
	for a := range Actions {
		names = append(names, a.String())
	}
	return names
}

// ActionOf returns the action of a word.
func ActionOf(word string) (Action, bool) {
	k := slices.Index(ActionNames(), word)
	return Action(max(0, k)), k >= 0
}

// Changes reports whether it is a change, which gates delay.
func (a Action) Changes() bool {
	return a == Contain || a == Pause || a == Resume || a == Snapshot || a == Reenable || a.OnWorld()
}

// OnService reports whether it acts on a service.
func (a Action) OnService() bool {
	return a == Restart || a == SwitchOff || a == SwitchOn || a == StartWithout
}

// OnQueue reports whether it acts on a work queue, or on a stock.
func (a Action) OnQueue() bool {
	return a == PauseQueue || a == ResumeQueue || a == Throttle || a == Add
}

// OnConfiguration reports whether it acts on a configuration.
func (a Action) OnConfiguration() bool { return a >= RollBack && a <= Thaw }

// OnWorld reports whether it acts on something that the world declares.
func (a Action) OnWorld() bool {
	return a.OnService() || a.OnQueue() || a.OnConfiguration() || a.OnData() || a.OnRegion()
}

// OnRegion reports whether it acts on a region.
func (a Action) OnRegion() bool { return a == Evacuate || a == BringBack }

// OnData reports whether it acts on some data of the tenant's.
func (a Action) OnData() bool { return a == Promote || a == Fence || a == GoAsynchronous }

// When says what begins a step. Any of it does.
type When struct {
	Symptom bool          // the first failed call or misconfigured LB, if no team is at work on the region yet
	Timed   bool          // At, wherever the incident begins
	At      time.Duration // since its first fault
	Service string        // this service has failed a share of its requests for a while without a break; "": none is looked at
	Share   float64       // of its requests
	For     time.Duration // so long
	After   []int         // one of these steps is done
	All     bool          // not before all of After are
	Failed  []int         // one of these steps has failed
}

// NoStep is the Else of a step after whose failure nothing is done.
const NoStep = -1

// Step is one thing that people do in an incident. A step whose reason has gone is
// left out, which counts as done.
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
	FromLoss      bool                      // Merge: it takes the age of the loss divided by that, as what was before is there
	Undelete      Undelete                  // Snapshot: what is done instead while it can be
	Majority, All distribution.Distribution // Reenable: when half is mended and workflows are on, and when all is
	On            string                    // OnService: the service; OnQueue: the queue, or a stock; OnConfiguration: it; OnRegion: it
	To            string                    // Promote: a replica; "": the one that lacks least
	Over          distribution.Distribution // ResumeQueue, KillSwitch, OnRegion: nil is at once
	PerSecond     float64                   // Throttle: how many are let in
	Workers       int                       // Add: to a queue
	Units         int                       // Add: to a stock
	Reaches       float64                   // KillSwitch: share of places
	Without       string                    // StartWithout: what it needs; "": all
}

// Undelete is taking a deletion back, which works while what was deleted is kept.
// Nothing is left to merge then.
type Undelete struct {
	Within time.Duration // of the loss; 0: it cannot be
	Takes  time.Duration
}

// Playbook is what a provider's people do in an incident, in one region.
type Playbook struct {
	Key sim.Key // of its draws
	// Draw returns a uniform number of this incident, the same for the same purpose,
	// for who revises it.
	Draw     func(purpose string) float64
	Steps    []Step
	Reported bool // its steps are told to who follows the run, beside the marks
}

// Operating changes what people do. It may change the steps' fields, and must
// keep their number and order: they name each other by place.
type Operating interface {
	Revise(p *Playbook)
}
