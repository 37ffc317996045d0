// Package caller models senders of requests: a sender finds a target, sends an attempt,
// hangs up, sends another beside it, tries again, and keeps away from what fails. A call
// keeps its identity over all its attempts, of which several may be out at a time, and
// ends with exactly one outcome: that of the first successful answer, or of the last
// attempt.
//
// Each attempt reports its outcome to its sender, as an event of its own. Servers
// do not stop: an attempt whose caller has its answer from elsewhere goes on as
// work that is wasted. So do most real ones. nginx and Envoy close the connection
// to a backend whose client has left, haproxy only with abortonclose where the
// frontend sees it, and a backend stops only if it looks: gRPC's handlers and Go's
// do if they mind their context.
//
// It knows no resolver and no LB: it declares Resolver and Target, and makes one
// dynamic call an attempt. It leaves out partial answers, and what connecting
// itself takes.
package caller

import (
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Sink takes in what becomes of calls, as record.Sink does.
type Sink interface {
	Arrived(p request.Population, u request.User, at sim.Time)
	Settled(s *record.Settlement)
	Wasted(p request.Population, work int64)
	// Given reports work that servers were given by an attempt whose call is over.
	Given(p request.Population, work int64)
}

// Caller is all callers of a run, and the calls that they have under way.
type Caller struct {
	kernel     *sim.Kernel
	owner      sim.Owner
	rules      []rules // by population
	where      Resolver
	sink       Sink
	jitter     sim.Key
	budgets    []policy.Budget           // by name
	firsts     []int                     // by name: first attempts that the budget does not know of yet
	ownBudgets map[uint64]*policy.Budget // by client, of those that have one each
	memories   map[holder]any
	calls      []call
	attempts   []attempt
	inCalls    slots
	inAttempts slots
	tickets    uint64 // given out

	// Scratch, so that calls through interfaces allocate nothing.
	retry      policy.Retry
	view       policy.Call
	settlement record.Settlement
}

const (
	learn   uint8 = iota + 1 // a caller learns what became of its attempt
	resend                   // it tries again
	resume                   // an attempt leaves its target's queue
	connect                  // it tries the next address of its target
	beside                   // it may be time for an attempt beside the others
)

// New returns callers of so many names; rules are by population.
func New(k *sim.Kernel, key sim.Key, all []Rules, names int, where Resolver, sink Sink) *Caller {
	c := &Caller{kernel: k, where: where, sink: sink, jitter: key.Named("jitter"),
		budgets: make([]policy.Budget, names), firsts: make([]int, names), memories: map[holder]any{}, ownBudgets: map[uint64]*policy.Budget{}}
	c.owner = k.Register(c)
	for _, r := range all {
		c.rules = append(c.rules, newRules(r, key))
	}
	return c
}

// Firsts counts first attempts, by name: the maker of one adds it there.
func (c *Caller) Firsts() []int { return c.firsts }

// InFlight returns how many calls have no outcome.
func (c *Caller) InFlight() int { return c.inCalls.used }

// schedule has an attempt wait for an event, and for no other.
func (c *Caller) schedule(at sim.Time, slot int32, a *attempt, kind uint8) {
	a.due, a.awaits = at, kind
	c.kernel.Schedule(at, sim.Completion, c.owner, sim.Event{Kind: kind, Arg: a.turn<<slotBits | uint64(slot)})
}

// An event of an attempt holds its slot, and before that the attempt's turn: the
// last bits of the number of its draws. Where many learn of something in one
// instant, of a process that died or of a time-out, requests so go on in the order
// in which they came, wherever they are kept. 2^17 requests take their turns before
// they begin anew; of two streams, one pair in a million has the same turn.
//
// An event of a call holds its slot and its generation.
const (
	slotBits       = 24
	slotMask       = 1<<slotBits - 1
	turnMask       = sim.MaxArg >> slotBits
	generationBits = 20
	generationMask = 1<<generationBits - 1
)
