// Package caller is whoever sends: it finds a target, sends an attempt, hangs
// up, sends another beside it, tries again, and keeps away from what fails. A
// call keeps its identity over all its attempts, of which several may be out at
// a time, and ends with exactly one outcome: that of the first right answer, or
// of the last attempt.
//
// Each attempt tells its ending to whoever sent it, as an event of its own.
// Servers do not stop: an attempt whose caller has its answer from elsewhere
// goes on as work that is wasted. So do most real ones. nginx and Envoy close
// the connection to a backend whose client has left, haproxy only with
// abortonclose where the frontend sees it, and a backend stops only if it looks:
// gRPC's handlers and Go's do if they mind their context.
//
// It knows no resolver and no LB: it declares Resolver and Target, and makes one
// dynamic call an attempt. It leaves out partial answers, and what connecting
// itself takes.
package caller

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Rules are how the callers of one population go about it.
type Rules struct {
	Timeout  time.Duration // one attempt
	Patience time.Duration // the whole call
	Retrying policy.Retrying
	// NextAddress is how long an address of a target is silent until the next one is
	// tried; 0: it never is.
	NextAddress time.Duration
	// StaysRefused tells that callers do not try the next one where one refuses.
	StaysRefused bool
	// Sending are further strategies of the sending side, in their order: those
	// that hedge, break, learn.
	Sending []any
	// TargetsRetry are the rules by which targets try again what those behind them
	// have failed; the first that would do so decides.
	TargetsRetry []policy.LBRetrying
	// TargetsQueue tells that requests wait at targets in an order that later ones
	// may change.
	TargetsQueue bool
}

// Sink takes in what becomes of calls, as record.Sink does.
type Sink interface {
	Arrived(p request.Population, u request.User, at sim.Time)
	Settled(s *record.Settlement)
	Wasted(p request.Population, work int64)
	// Given tells of work that servers were given by an attempt whose call is over.
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

// Firsts counts first attempts, by name: whoever makes one adds it there.
func (c *Caller) Firsts() []int { return c.firsts }

// InFlight returns how many calls have no outcome.
func (c *Caller) InFlight() int { return c.inCalls.used }

// Handle implements sim.Handler.
func (c *Caller) Handle(now sim.Time, e sim.Event) {
	if e.Kind == beside {
		if n := int32(e.Arg >> generationBits); c.calls[n].generation&generationMask == e.Arg&generationMask {
			c.beside(now, n)
		}
		return
	}
	slot := int32(e.Arg & slotMask)
	a := &c.attempts[slot]
	if a.due != now || a.awaits != e.Kind || a.turn != e.Arg>>slotBits {
		return // it was for what had the slot before, or has been put off
	}
	a.awaits = 0
	switch e.Kind {
	case learn:
		c.learn(now, slot, a)
	case resend:
		c.send(now, slot)
	case resume:
		c.resume(now, slot)
	case connect:
		c.connect(now, slot)
	}
}

// schedule has an attempt wait for an event, and for no other.
func (c *Caller) schedule(at sim.Time, slot int32, a *attempt, kind uint8) {
	a.due, a.awaits = at, kind
	c.kernel.Schedule(at, sim.Completion, c.owner, sim.Event{Kind: kind, Arg: a.turn<<slotBits | uint64(slot)})
}

// Call makes a call: every attempt of it is an event.
func (c *Caller) Call(now sim.Time, a *Asker) {
	if r := &c.rules[a.Population]; r.each {
		r.Retrying.Sent(c.budgetOf(a, r))
	}
	slot, _, _ := c.begin(a, now)
	c.send(now, slot)
}

// GoOn goes on with a call whose first attempt somebody else has just sent, to a
// node in a zone of its target.
func (c *Caller) GoOn(now sim.Time, a *Asker, to *Route, byName bool, zone id.Zone, what Answer) {
	slot, f, k := c.begin(a, now)
	f.Route, f.byName, f.hop.Zone = to, byName, zone
	c.sent(now, slot, f, k, &what)
}

// Recall takes over a call whose first attempt somebody else has sent, which
// will be answered right, and which is open until then.
func (c *Caller) Recall(a *Asker, to *Route, byName bool, what Answer) (slot int32) {
	slot, f, k := c.begin(a, a.Arrived)
	f.Route, f.byName = to, byName
	f.sent, f.patient, f.out = a.Arrived, a.Arrived.Add(min(k.rules.Timeout, k.rules.Patience)), true
	f.backend, f.finish, f.closes, f.work = what.Backend, what.At, what.At, what.Work
	f.answered, f.log = true, success
	k.attempts, k.out = 1, 1
	return slot
}

// Await has a call that was taken over be answered at an instant.
func (c *Caller) Await(slot int32, at sim.Time) { c.schedule(at, slot, &c.attempts[slot], learn) }
