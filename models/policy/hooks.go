package policy

import (
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// Outcome is how an attempt ended, as its sender sees it.
type Outcome uint8

// The outcomes.
const (
	Succeeded  Outcome = iota
	Failed             // answered with an error, or refused
	Unanswered         // given up after a time-out, or lost
	Abandoned          // its caller has gone
)

// Ending is the end of an attempt that an LB had sent to a backend.
type Ending struct {
	Backend id.Member
	Sent    sim.Time
	Ended   sim.Time
	Outcome Outcome
}

// Learning is what a Balancing or Filtering strategy may also be: it is told how
// attempts ended, those of one LB in the order of their ends, each before the LB
// next chooses. A strategy that does not learn costs a request nothing.
type Learning interface {
	Learn(t *Targets, e *Ending)
}

// Remembering is what a Balancing or Filtering strategy may also be: it keeps
// something at each LB. Strategies themselves hold no state, as one serves all
// LBs.
type Remembering interface {
	// Fresh returns the memory of an LB that is made, or comes back without one; the
	// key is the LB's own. The holder puts it into Targets before each call.
	Fresh(t *Targets, key sim.Key) any
}

// Call is what a caller knows of a request that it has under way, where it asks
// or informs a strategy about one attempt.
type Call struct {
	Now      sim.Time
	Client   uint64 // a hash of who the client is, the same for all its requests
	Attempt  int    // the attempt's number within the request, from 0
	Endpoint int    // to which it goes
	Memory   any    // what the strategy keeps, if it does
}

// Hedging is what a Sending strategy may also be: it has a further attempt go out
// beside those that are out already. The first right answer wins; servers go on
// with the others, in vain.
type Hedging interface {
	// Wait is asked as each attempt is sent: after how long without an answer to the
	// request it may be time for another, or never.
	Wait(c *Call) (after time.Duration, may bool)
	// Hedge tells, after the wait, whether an attempt of number c.Attempt goes out,
	// and whether to another endpoint than the last one, if the client knows any.
	Hedge(c *Call) (goes, elsewhere bool)
}

// Breaking is what a Sending strategy may also be: it keeps attempts from being sent at
// all. Such an attempt has failed at once, at no cost. Of several that break, one that
// has let it pass learns that it was Abandoned if a later one keeps it back.
type Breaking interface {
	Passes(c *Call) bool
}

// CallerLearning is what a Sending strategy may also be: it is told how each
// attempt ended that was sent, right answers too, in the order of their ends.
type CallerLearning interface {
	Learn(c *Call, sent sim.Time, how Outcome)
}

// CallerRemembering is what a Sending strategy may also be: it keeps something
// with each holder that its scope tells apart.
type CallerRemembering interface {
	Scope() Scope
	// Fresh returns what a holder keeps that has seen nothing; the key is its own.
	Fresh(now sim.Time, key sim.Key) any
}

// Scope says who keeps what a caller's strategy remembers: all clients of a name
// together, like the threads of one process, or each client for itself; and
// whether apart for each endpoint.
type Scope struct{ ByClient, ByEndpoint bool }
