package policy

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// Memory is what a client remembers between its requests. Its meaning is the
// Sending strategy's own; the zero value is a client that has seen nothing.
type Memory struct {
	Endpoint uint8    // index of an endpoint
	Flag     uint8    // anything
	Until    sim.Time // an instant
}

// Choice is what a client knows when it must choose where to send an attempt.
type Choice struct {
	Now       sim.Time
	Client    uint64 // a hash of who the client is, the same for all its requests
	Attempt   int    // 0 for a request's first attempt
	Endpoints int    // how many endpoints the client's list holds, primary first; 1 if it only knows a name
	Memory    *Memory
}

// Prober is what a client may ask as it chooses.
type Prober interface {
	// Probe asks an endpoint for a sign of life through its LB, which takes a
	// round trip, and reports whether the client would see it answered.
	Probe(endpoint int) bool
	// Answer returns the endpoint in the DNS answer that the client's resolver
	// holds.
	Answer() int
}

// ByName is the choice of a client that goes where DNS says.
const ByName = -1

// Sending decides which endpoint a client uses. It is called on the path of
// requests, and must not allocate.
type Sending interface {
	// Choose returns the index of an endpoint, below c.Endpoints, or ByName.
	//
	// It is called for every attempt, with one exception. If c.Memory is zero before
	// and after a first attempt's choice, the choice is kept: it is used for the first
	// attempt of each later request of that client, and Choose is not called for them
	// until an attempt of the client has failed. So a choice that depends on the time
	// or on a probe must leave something in c.Memory.
	Choose(c *Choice, p Prober) int
	// Failed reports that an attempt at an endpoint has failed. A success teaches
	// nothing: the client stays where it is well.
	Failed(c *Choice, endpoint int)
	// HoldsList reports whether clients know every endpoint of their name, or
	// only what DNS answers.
	HoldsList() bool
}

// Budget is the tokens that clients of one device group share for retries: its
// meaning is the Retrying strategy's own. The zero value is untouched.
type Budget struct {
	Tokens float64
	Paid   float64  // for the last retry
	At     sim.Time // when it was last looked at
	Opened bool
}

// Retry is what a client knows when an attempt has failed.
type Retry struct {
	Now     sim.Time
	Attempt int // attempts made so far, at least 1
	Cause   request.Cause
	Budget  *Budget
	Waited  time.Duration // before the last attempt; 0 if that was the first
}

// Retrying decides whether a client tries again, and when. It is called on
// the path of every request and must not allocate.
type Retrying interface {
	// Sent reports that a request's first attempt went out; budgets grow by it.
	// It is told before the next Again for the same budget.
	Sent(b *Budget)
	// Again returns how long to wait before the next attempt, from the time
	// the client learnt of the failure; u is a uniform draw on (0, 1) for
	// jitter. False: no further attempt.
	Again(r *Retry, u float64) (time.Duration, bool)
}

// BudgetEach is what a Retrying strategy may also be: where it says so each client has
// a budget of its own, else all clients of a name share one. A budget each has every
// attempt be an event.
type BudgetEach interface {
	BudgetEach() bool
}

// Limited is what a Retrying strategy may also be: it says how many attempts a
// request has at most, the first included, and whether it has as many whenever all
// of them fail: no budget ends them before.
type Limited interface {
	AttemptsAtMost() (n int, always bool)
}

// Rewarding is what a Retrying strategy may also be: it is notified of each request that
// was answered right, and after how many attempts, before the next Again for the
// same budget. So a budget can be refilled by successes alone, as those of AWS's
// SDKs and of gRPC are. A strategy that is not costs an answer nothing.
type Rewarding interface {
	Succeeded(b *Budget, attempts int)
}
