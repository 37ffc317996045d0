package policy

import "failsim/sim"

// Outcome is how an attempt ended, as whoever sent it sees it.
type Outcome uint8

// The outcomes.
const (
	Succeeded  Outcome = iota
	Failed             // answered with an error, or refused
	Unanswered         // given up after a time-out, or lost
	Abandoned          // whoever wanted the answer has gone
)

// Ending is the end of an attempt that an LB had sent to a backend.
type Ending struct {
	Backend uint16
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
