// Package balancer is the data plane: load balancers that forward requests
// with the configuration they hold, pools of backends behind them, health
// checks of backends, and overload of both.
//
// A request passes in one plain call, which fixes when its answer leaves; the
// caller schedules what follows. Where strategies order the queues of backends or of LBs,
// or LBs call their backends themselves (calling.go), it is told later. It leaves out connections and TLS, bytes on
// links, and LBs that disagree about a backend's health. An LB forgets at once what
// a lost backend was working on, though the client of a machine that vanished waits.
package balancer

import (
	"time"

	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// What stands here knows each other, and so stands together: the plane, its LBs, and
// what it has for strategies, for what is open, and for who waits at backends. What
// each does is in a file of its own: lb.go, hooks.go, learn.go, open.go, queues.go.

// DataPlane is all LBs and backends of the tenant.
type DataPlane struct {
	regions   []regionState
	zonesLost bool // any, in any region, or strategies mind zones
	lbs       []LB
	pools     []*pool
	backends  []int // pool of each backend
	open      *openAttempts
	limits    Limits
	service   Service
	balancing policy.Balancing
	kind      sim.Key      // draws of which kind a request is
	fails     sim.Key      // and whether that fails an attempt
	calling   *calling     // LBs call their backends themselves; nil: they pass attempts on
	kindWaits sim.Key      // and how long it waits
	later     uint64       // what an attempt's draws have added to its request's
	layer     sim.Key      // draws whether a gray LB that only forwards fails a request
	hooks     *hooks       // nil unless strategies filter, learn or remember
	serving   station.Spec // how backends serve
	queues    *queues      // nil unless strategies say who is let in there
	surges    *surges      // nil unless strategies say who waits at LBs
	minds     bool         // there are hooks, or zones matter
	checks    *health.Checks
	watcher   Watcher
	callers   Callers
	probes    policy.Probes // the watcher's
	patience  time.Duration // of the most impatient probes that wait for a server
	opens     float64       // an LB with fewer healthy backends asks all: this share of those in use; below 0 never
}

// Limits are the same for every LB.
type Limits struct {
	Burst         time.Duration
	SurgeCapacity float64 // weighted
	Check         policy.Check
}

// LB is one load balancer of the tenant as it forwards requests: with the
// configuration that it holds, right or wrong.
type LB struct {
	Region id.Region // where its nodes are
	Pool   int       // the backends it knows
	// ToPool is the round trip between its nodes and its backends.
	ToPool time.Duration
	// Version counts the configurations written to it.
	Version uint64
	// Targets reports whether its configuration lists its backends; without
	// them it answers every request with an error.
	Targets bool
	// Nodes is how many nodes it has, over all zones, at least 1.
	Nodes int
	// CannotGrow reports that its control plane could not give it the nodes that it wants.
	CannotGrow bool
	// NodePerSecond is how many requests a node forwards in a second.
	NodePerSecond float64

	plane    *DataPlane
	index    id.LB          // of the LB
	plain    bool           // all that a request's way through it needs to see to is its capacity
	steady   bool           // it would be plain without hooks
	spared   bool           // filters would change nothing until there is news
	region   *regionState   // of Region
	pool     *pool          // of Pool
	gray     bool           // it is itself, or its backends are
	layer    grays          // its own, and its region's
	own      grays          // its own
	lost     held           // faults that hold it down alone
	kinds    kinds          // of the requests through it
	view     policy.Targets // what it knows of its pool; which requests it has open is right as of the last look
	memories []any          // where hooks remember: the balancing strategy's, then each filter's
	cursor   uint32         // of the view
	places   int32          // added to a backend's number: its place among the outstanding attempts
	surge    station.Rated  // what its nodes forward, and who waits for them
	over     bool           // it has had requests wait or refused them, and no probe through it has found room since
	measured uint32         // arrivals since the last Measure
	counted  uint64         // and before it
	moved    sim.Time       // when another host got its addresses; 0: none has
}

// hooks are what filters, and strategies that learn or remember, need at each LB.
// A design that has none of these has no hooks, and its requests pay for none.
//
// Endings are told late: before the LB chooses next, in the order in which they
// came. Nothing else looks at what a strategy has learnt, so that is as good as
// an event at each. Where strategies learn, what is open waits here, in order, and
// nowhere else.
type hooks struct {
	plane     *DataPlane
	balancing policy.Balancing
	filters   []filter
	remembers bool // the balancing strategy does
	learners  []learner
	closings  closings
	places    []place      // by their numbers among the outstanding attempts
	last      sending      // what was passed on last
	passing   bool         // it is being passed on
	key       uint64       // of who asks
	since     [][]sim.Time // of pools' backends
	zonal     bool         // strategies mind the zone of a request
	healthy   []id.Member  // scratch, for filters to change
	weights   []float64
	changed   bool                // the view that the LB chooses by has the scratch
	retrying  []policy.LBRetrying // callers have attempts tried again
	hop       *caller.Hop         // of the attempt that is passed on
	same      bool                // it goes to the one backend that is left in the choice, where it was before
	reported  policy.Ending       // scratch
}

// place is an LB's view of a backend.
type place struct {
	*LB
	backend id.Member
}

// openAttempts counts the attempts that each LB has open at each backend of its
// pool: those whose end lies after the instant of the last look. All LBs' are
// together, as one look at what has ended is less than one for each; a place is
// a backend in the view of an LB.
//
// While they are few they are in order of their ends, so that a look takes what
// has ended from the front, and who comes goes to the back, past those that end
// later: a quarter of all, as new ones end last as a rule. How many end, and how
// many end later, cannot be foretold; so the first steps of both are taken
// without a branch, to no effect if there were fewer. In elb-2012 without faults
// that takes 140 instructions a request and 0.7 branches wrongly foretold; with
// branches it is 103 and 2.1, and a request takes 3 % longer. A crowd waits in a
// wheel, which takes 170 and 1.6 for any number.
type openAttempts struct {
	counts  []int32         // by place
	few     [fewRoom]ending // in order of their ends, those that have ended too; then one that never ends
	ended   uint            // so many of the few have ended, of which the first were never open
	n       uint            // of the few, those that have ended included
	inBulk  bool            // then all are in the crowd, and n leaves no room
	bulk    wheel
	idle    bool   // a look would change nothing
	ignored bool   // nothing reads the counts, which stay 0; then attempts pass for many, too
	hooks   *hooks // in whose closings all are, where strategies learn; then they pass for crowded, so that nothing else need ask
}

const (
	mostFew     = 32 // more, when the room for the few is used up, are a crowd
	leastShared = 8  // fewer are none any more
	fewRoom     = 64 // a power of two, so that an index needs no check
	neverOpen   = 3  // of the few: before each that was open there are three
)

// queues stand for the stations of all backends where strategies say who is let in and
// which is next. Then it is unknown at its sending when an attempt will be served: its
// caller is told when a server begins with it, or sends it away. A design without such
// strategies has no queues, and pays for none.
//
// Where servers ask for what requests need, it is unknown before they have it, too.
//
// Servers begin with requests whose clients have left, as they do not look: only a
// strategy that drops by deadlines spares them that.
type queues struct {
	plane  *DataPlane
	kernel *sim.Kernel
	owner  sim.Owner
	visits station.Visits
	seats  []seat // by slot

	upstream Upstream      // nil: servers need nothing
	lately   time.Duration // what the last answer from there took
}

// Upstream is what servers ask before they work on a request.
type Upstream interface {
	// Ask asks for all that a request needs at the servers of a region, with which a
	// server has begun. It returns false if that is nothing; else the tag is Answered,
	// in an event of its own. draw numbers the draws of this attempt, request those of
	// all attempts; object is what is asked for, 0 if that is not known.
	Ask(now sim.Time, region id.Region, draw, request uint64, object uint32, tag uint64) bool
}

// calling has LBs be callers of their backends: with a time-out a try, a retry budget, a
// breaker, or a second try beside the first, by the strategies that clients have too. An
// LB takes an attempt in as ever, and makes a call of its own for it, whose tries its
// balancing places; the client waits and hears of nothing but the end. Budgets and
// memories are of an LB. An LB ends its call when its client has left, as nginx and Envoy
// do.
//
// A design whose LBs pass each attempt on once, or try again by LBRetrying alone, whose
// tries are steps of the client's attempt, has none of this and pays for none.
//
// It leaves out that a retry may have to go to another backend than the first (Envoy's
// previous_hosts): it goes where balancing says, as by Envoy's defaults.
type calling struct {
	plane  *DataPlane
	calls  *caller.Caller
	rules  caller.Rules
	once   caller.Rules // for requests that are not idempotent
	key    sim.Key
	kernel *sim.Kernel
	routes []caller.Route // by LB: to its backends
	fronts []front        // by LB
	served []served       // by slot: attempts of clients for which a call is out
	free   []int32

	clients     Callers
	work        Spending
	populations request.Population // how many
}

// served is an attempt of a client for which an LB has made a call.
type served struct {
	lb     *LB
	ticket caller.Ticket
	until  sim.Time // when the client hangs up
	zone   id.Zone
	made   caller.Made
	out    bool
}

// front is an LB as its clients see it, where it calls its backends itself.
type front struct {
	*LB
	calls *calling
}

// Spending takes in what servers work, as record.Sink does.
type Spending interface {
	Wasted(p request.Population, work int64)
	Given(p request.Population, work int64)
}

// surges are the LBs' own queues where strategies say who waits there and who is
// next. An LB works off a rate, so its queue has one server, busy after each that is
// forwarded until another may be. As in the closed form, which is first come, first
// served (station.Rated), whoever finds capacity never waits, nobody who waits is
// forgotten with the LB, and who has hung up by his turn costs that and nothing more.
// Here the pace is that of the instant: nodes that come or go change it for who waits.
type surges struct {
	plane   *DataPlane
	kernel  *sim.Kernel
	owner   sim.Owner
	clients caller.Waiting
	visits  station.Visits
	seats   []surgeSeat      // by slot
	queues  []*station.Queue // by LB
}

// surgeSeat is what they keep of who is there; nobody's where an LB is busy with who
// found it so.
type surgeSeat struct {
	generation uint32 // events of who had the slot before are ignored
	lb         *LB
	ticket     caller.Ticket
}

// seat is what a queue keeps of who is there beside what stations and strategies do.
type seat struct {
	generation uint32 // events of who had the slot before are ignored
	probe      bool   // nothing is recorded
	cause      request.Cause
	lb         *LB
	backend    id.Backend
	ticket     caller.Ticket
	draw       uint64 // number of the attempt's draws
	request    uint64 // and of its request's
	object     uint32 // that is asked for
	asked      sim.Time
	later      time.Duration // than its server is done: what its kind waits for
}

// Service returns what a request costs a server.
func (d *DataPlane) Service() Service { return d.service }

// LB returns a load balancer, to be changed by the control plane only.
func (d *DataPlane) LB(i id.LB) *LB { return &d.lbs[i] }

// LBs returns how many load balancers there are.
func (d *DataPlane) LBs() int { return len(d.lbs) }
