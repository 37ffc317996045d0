package caller

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// Probed is what answers probes: targets, and those that they call.
type Probed interface {
	// Probe sends a probe, and says what becomes of it: its cause, if it is bad, and
	// when its sender would know. It is fixed when it is sent.
	Probe(now sim.Time, p *Probe) Answer
}

// Probe is one probe.
type Probe struct {
	Key sim.Key // of the draws of probes of its target
	Nth uint64  // of those that the target fails by chance
	// Sign reports that it asks for a sign of life and no more: it waits for no server, is
	// answered at once, and fails, by draw Nth of its key, as a share of requests does.
	Sign bool
	// Steady reports that the target is busy no longer, so that no probe need be looked
	// at until it says that it is.
	Steady bool
}

// Target is what is called: an LB, as a rule.
type Target interface {
	Probed
	// Send passes an attempt through the target at now, and says what becomes of
	// it. who is a hash of the caller; draw numbers the attempt's draws.
	Send(now sim.Time, identity, draw uint64, hop *Hop) Answer
	// Resume goes on with an attempt that was queued until now, if its caller still
	// waits, or is to be tried again.
	Resume(now sim.Time, identity, draw uint64, hop *Hop) Answer
	// Left reports how many backends the target would choose among now that it has not
	// tried, and how many but the last that it has.
	Left(hop *Hop) (untried, others int, nonIdempotent bool)
	// Open reports that an attempt is open at a backend until an instant, at which the
	// target may have given it up, as it is late; Close that one which was to be open
	// until then has ended now, and how.
	Open(backend id.Backend, until sim.Time, late bool)
	Close(now sim.Time, backend id.Backend, until sim.Time, how policy.Outcome)
	// Withdraw reports that an attempt is no longer open until an instant, without having
	// ended: it has waited at its backend, and will be opened anew.
	Withdraw(backend id.Backend, until sim.Time)
}

// Waiting is who is told what becomes of attempts that wait at a backend, once that
// begins with them or sends them away; or at a target of which nobody knows for how long.
type Waiting interface {
	Report(now sim.Time, t Ticket, what Answer)
	// Next reports that a target has come to an attempt that waits there: it goes on.
	Next(now sim.Time, t Ticket)
}

// Route is what callers of one kind meet at one endpoint of a name. None of it
// ever changes, so that it is looked up once.
type Route struct {
	Endpoint int
	Target   Target
	Region   id.Region     // of the target
	RTT      time.Duration // to it
	Minds    bool          // the one that routes attempts learns from how they end
}

// Asker is who makes a call, and for what.
type Asker struct {
	Arrived    sim.Time // when the user asked
	Client     uint64   // a hash of who it is, the same for all its calls
	Draw       uint64   // number of the call's draws; the next seven are of further attempts
	Request    uint64   // number of the user's request for which it is made; 0: it is that itself, and has the number of its draws
	Name       id.Name  // among all names
	Number     int      // of the name within the population
	User       request.User
	Bytes      uint32 // of the answer, 0 if unknown
	Object     uint32 // that is asked for, 0 if unknown
	Population request.Population
}

// Resolver says where attempts go.
type Resolver interface {
	// Find returns where a call's attempt goes, the first of which is 0, and
	// whether that is because a name's answer says so.
	Find(now sim.Time, a *Asker, attempt int) (to *Route, byName bool)
	// Other returns another endpoint than the one given, nil if the caller knows none.
	Other(a *Asker, than int) *Route
	// Zone returns the zone of the node in a region that an attempt connects to which
	// is sent at an instant: that of the first address which the caller was told by
	// then, 0, or of a later one, if there are so many.
	Zone(at sim.Time, a *Asker, region id.Region, address int) (zone id.Zone, ok bool)
	// Failed reports that an attempt at an endpoint has failed, of so many, and whether it
	// was answered; it is called of routes for which that matters.
	Failed(now sim.Time, a *Asker, attempts, endpoint int, how policy.Outcome)
	// Listed reports whether a name's answer held an endpoint at an instant.
	Listed(name id.Name, endpoint int, at sim.Time) bool
}

// Answer is what becomes of one attempt at a target. Its parts make it pass in
// registers, for which a struct must have four fields at most.
type Answer struct {
	Fate
	Backend id.Backend // at which backend it is, or None, or Refused; the caller says with Open until when
	Times
}

// Backends that are none.
const (
	// Nobody: no backend has the attempt.
	Nobody id.Backend = -1
	// Refused: nor has the target, as the host at its address refuses to connect.
	Refused id.Backend = -2
)

// Fate is how an attempt ends.
type Fate struct {
	Cause  request.Cause // None: the right answer
	Silent bool          // nothing is ever answered; At does not count
	// Queued reports that it waits at the target until At; the caller then calls
	// Resume, unless it has hung up by then, which is the Cause. With a Backend it
	// has been tried there until Start, by Work for nothing: wasted if the server
	// still works on it. At Never: it waits at its backend, and the target tells the
	// caller when that begins with it; without one at the target itself (Waiting).
	Queued bool
	Wasted bool
}

// Times are the instants of an attempt.
type Times struct {
	At    sim.Time      // when the answer, right or an error, leaves the target for the caller
	Start sim.Time      // when a server begins
	Work  time.Duration // how long the server works; 0 if none ever will
}

// unconnected reports that the caller has not come to its target.
func (a *Answer) unconnected() bool { return a.Silent || a.Backend == Refused }
