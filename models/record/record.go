// Package record is the socket for results: the models report to a Sink what happened,
// and know nothing of what becomes of it.
package record

import (
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// Settlement is the one terminal outcome of a request.
type Settlement struct {
	Population request.Population
	User       request.User
	Arrived    sim.Time      // when the user asked
	Ended      sim.Time      // when the user knew
	Attempts   int           // how many times the client sent it, at least 1 unless it never could
	Cause      request.Cause // None if it was answered
	Bytes      uint32        // size of the answer, 0 if unknown
	Name       int           // that the client asked for, numbered within the population; Answered does not say
	Draw       uint64        // number of its draws, by which its kind is known; nor this
	// FailedOver reports that the last attempt went to another endpoint than
	// the population's primary.
	FailedOver bool

	// What the servers' own logs say of the attempts. Taken were those that an LB took in
	// or refused; unanswered attempts are in no log. Served were answered successfully,
	// whether or not the client was still there.
	Taken, Served int
	Work          int64 // nanoseconds of work that servers were given by them
}

// Answered is a request whose first attempt succeeded, as most do: what it has in common
// with a Settlement.
type Answered struct {
	Arrived    sim.Time // when the user asked
	Learns     sim.Time // when the user had the answer
	Work       int64    // nanoseconds of work that a server was given by it
	User       request.User
	Bytes      uint32 // size of the answer, 0 if unknown
	Population request.Population
	FailedOver bool // it went to another endpoint than the population's primary
}

// Settlement returns the outcome that a says in short.
func (a *Answered) Settlement() Settlement {
	return Settlement{Population: a.Population, User: a.User, Arrived: a.Arrived, Ended: a.Learns, Attempts: 1, Bytes: a.Bytes,
		FailedOver: a.FailedOver, Taken: 1, Served: 1, Work: a.Work}
}

// Good reports whether the user got an answer.
func (s *Settlement) Good() bool { return s.Cause == request.None }

// Call is one use of a region's control plane by a customer.
type Call uint8

// The calls.
const (
	ManageOld Call = iota // change an LB that was there before the incident
	ManageNew             // change an LB made since
	Create                // make a new LB
	Calls                 // how many kinds of call there are
)

// String returns the call's name as it stands in results.
func (c Call) String() string { return [...]string{"manage-old", "manage-new", "create"}[c] }

// Mark is a moment that people or machines brought about.
type Mark uint8

// The marks. Those of people stand in the causal order of an incident.
const (
	FaultBegan       Mark = iota // the trigger
	FaultEnded                   // the trigger's own effect ended
	Alarm                        // first true alarm of any owner
	Noticed                      // people know that something is wrong
	Misdiagnosed                 // people have a diagnosis, the wrong one
	CauseFound                   // people know the cause
	Contained                    // workflows are switched off
	RestoreFailed                // a restore ended without a usable snapshot
	Restored                     // a snapshot from before the fault is there
	Merged                       // changes made since are merged into it
	MostlyReenabled              // most workflows are on again
	Reenabled                    // all workflows are on again, all LBs mended
	DeclaredNormal               // the incident is over
	Drained                      // steering took an endpoint out of a name's answer
	Returned                     // steering put an endpoint back
	Promoted                     // steering asked a standby to grow
	PromotedReady                // a standby has its full size
	WorkflowsPaused              // a machine switched workflows off
	WorkflowsResumed             // a machine switched them on again
	Marks                        // how many marks there are
)

var markNames = [Marks]string{
	"fault-began", "fault-ended", "alarm", "noticed", "misdiagnosed", "cause-found", "contained", "restore-failed",
	"restored", "merged", "mostly-re-enabled", "re-enabled", "declared-normal", "drained", "returned", "promoted",
	"promoted-ready", "workflows-paused", "workflows-resumed",
}

// String returns the mark's name as it stands in results.
func (m Mark) String() string {
	if m >= Marks {
		return "unknown"
	}
	return markNames[m]
}

// Fleet is the state of one region's fleet of LBs after a change of it.
type Fleet struct {
	Region           id.Region // index of the region in the scenario
	Misconfigured    int       // LBs of the fleet that hold a wrong configuration
	LBs              int       // all LBs of the region that were there at the start
	MissingState     int       // LBs whose record is missing in the store
	WrongState       int       // LBs whose record says something else than it should
	Own              int       // LBs of the fleet that serve the tenant's names
	OwnMisconfigured int       // of them, with a wrong configuration
}

// Sink records what happens in a run. Calls come in order of simulated time, with
// three exceptions, which come late:
//
//  1. Answered records requests that have arrived and were answered at their first
//     attempt: late and many at once, in order of arrival, and before Settled records
//     an outcome that is later than theirs by more than a client's time-out.
//  2. Arrived records every other request, late too, but before its Settled.
//  3. Called comes before anything else of that control plane, or of people's work on
//     it, that happens later.
//
// So arrived = Answered + Arrived, ended = Answered + Settled, and the rest is in
// flight. Slices and pointers are valid during the call only. See ExampleSink.
type Sink interface {
	// Answered records requests that were answered right at their first attempt.
	Answered(batch []Answered)
	// Arrived records a request that Answered does not.
	Arrived(p request.Population, u request.User, at sim.Time)
	// Settled records the one outcome of a request that Arrived has recorded.
	Settled(s *Settlement)
	// Wasted records that a server finished work of the given length, in
	// nanoseconds, for a client who had left.
	Wasted(p request.Population, work int64)
	// ZonesLost records how many of a region's zones are lost, after each change.
	ZonesLost(at sim.Time, region id.Region, lost, of int)
	// FleetChanged records the state of a region's fleet after each change of it.
	FleetChanged(at sim.Time, d Fleet)
	// Called reports calls of one kind to a region's control plane that ended
	// alike, by their instants in order. The slice is only valid during the call.
	Called(at []sim.Time, region id.Region, c Call, ok bool)
	// Alarmed reports an alarm, which is the mark of that name as well.
	Alarmed(at sim.Time, a Raised)
	// Marked tells any other moment of an incident; region is -1 where it has none.
	Marked(at sim.Time, m Mark, region id.Region)
	// Narrate reports a line for people who follow one run event by event. A Sink
	// whose Follows is false is never asked to, so that lines need not be made.
	Narrate(at sim.Time, line string)
	// Follows reports whether anyone wants Narrate.
	Follows() bool
}
