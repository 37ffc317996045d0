package scenario

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

// Clients says how clients behave: those of all populations, or of one.
type Clients struct {
	Timeout     time.Duration // one attempt
	Patience    time.Duration // the whole request; at most 60 s
	Resolvers   int           // per population
	Overstay    []Overstay    // the rest of the resolvers obey the TTL; shares sum to at most 1
	HoldOff     HoldOff
	Quiet       bool // resolvers ask only when a client does
	NextAddress NextAddress
	Next        NextResolver
	Returns     Returns
	// Sending, Connecting and Retrying are habits of a population that its designs
	// do not decide, one strategy each; nil: the design does, if it does.
	Sending, Connecting, Retrying []policy.Setting
	// On are the failures after which they try again, each one of RetryOn; nil: all.
	// OnNonIdempotent are those for requests that are not idempotent.
	On, OnNonIdempotent []string
}

// Overstay is a share of resolvers that hold answers longer than the TTL.
type Overstay struct {
	Share float64
	Hold  distribution.Distribution // how long a resolver of this share holds an answer; the TTL if that is longer
}

// HoldOff is how resolvers ask an authority that is silent ever more rarely.
type HoldOff struct{ After, For time.Duration } // For of 0: they do not

// Returns is who comes back whose request has failed, with a request of its own.
type Returns struct {
	Share float64 // 0: none does
	After distribution.Distribution
}

// NextResolver is how clients come to their second resolver.
type NextResolver struct {
	After     time.Duration // that the first has been silent; 0: they have no second
	Remembers bool          // they ask it first from then on
}

// NextAddress is when clients go on from an address of an LB to the next.
type NextAddress struct {
	After time.Duration // that it has been silent; 0: never
	Stays bool          // they do not go on from one that refuses, either
}

// habit returns the strategies of one's own for a socket; nil if there are none.
func (c *Clients) habit(socket policy.Socket) []policy.Setting {
	switch socket {
	case policy.SendingSocket:
		return c.Sending
	case policy.RetryingSocket:
		return c.Retrying
	}
	return nil
}
