package control

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/station"
	"failsim/models/store"
	"failsim/sim"
)

// Spec is the same for every region.
type Spec struct {
	TouchesPerHour   float64 // exogenous changes of each LB
	CreationsPerHour float64
	Workers          int
	Work             distribution.Distribution
	ScaleEvery       time.Duration
	ScaleSamples     int // measurements of ScaleEvery that a decision looks at
	Target           float64
	Alarm            time.Duration
	Misread          float64
}

// Watcher hears what people may notice.
type Watcher interface {
	// CallFailed reports a failed API call in a region.
	CallFailed(now sim.Time, region id.Region)
	// Held reports that an LB of a region holds another configuration: with its
	// targets, or without any.
	Held(now sim.Time, region id.Region, record id.Record, right bool)
}

// Plane is one region's control plane.
type Plane struct {
	*customers // as far as the plane has caught up
	calls      follower

	kernel  *sim.Kernel
	owner   sim.Owner
	spec    Spec
	region  id.Region
	fleet   int // LBs at the start; those made later follow
	others  int // LBs of other customers at the start, the first of the fleet; the tenant's follow
	store   *store.Store
	data    *balancer.DataPlane
	sink    record.Sink
	watcher Watcher
	healing []policy.Healing
	workers *station.Station
	queue   *station.WorkQueue // instead of workers; nil: none

	misconfigured      []bool
	misconfiguredCount int
	ownMisconfigured   int                 // the tenant's of them
	tenant             map[id.Record]id.LB // fleet index to LB of the data plane
	scaled             []scaled
	pending            []workflow
	freePending        []int
	quiet              quiet
	pausedBy           [2]bool // by owner of the switch
	down               bool    // its region is lost
	service            Service // how it is beside that
	failures           sim.Key // draws which calls fail
	order              []int32 // of the fleet, in which people and reconciling go through it
	recent             recentCalls
	watched            bool // by a healing strategy, which may ask for recent calls
	alarmed            int
	alarms             []int8 // by LB: alarms that are on
	silentSince        sim.Time
	behind             bool // workers have lived only through the calls of worked
	worked             customers
	batch              [batch]sim.Time // of calls that end alike
	pass               pass

	works, misreads, poisons sim.Key
	adopted                  uint64
}

// workflow is a change under way: it has read its record, and will write. It takes 16
// bytes, as a backlog is long.
type workflow struct {
	lb      id.Record
	nodes   int32 // for scaling; 0: as it is
	scaling int32 // index into scaled, -1 if it is a customer's change
	right   bool
	// unrecorded: it writes an LB whose record is missing, so that the LB has a later
	// version than any record.
	unrecorded bool
}

const (
	call     uint8 = iota // a customer's, that something might notice
	finish                // a workflow writes
	measure               // scaling looks at demand
	watch                 // a healing strategy looks at the plane
	passNext              // a pass sees to its next LB
	alarm                 // an LB's alarm goes on
	clearing              // an LB's alarm goes off
)

// Switch says whose hand is on the switch for workflows.
type Switch int

// The switches.
const (
	ByPeople Switch = iota
	ByMachine
)

// Service is how a control plane is as a service, beside its region. Unlike a region
// that is lost, people see its calls fail, and act.
type Service struct {
	Down  bool    // it takes no calls and writes nothing
	Fails float64 // share of calls that fail before anything is done
	Slow  float64 // factor on the work of a workflow; 0 is 1
}

// pass goes through the fleet, one LB after another at a pace, and sees to those
// that need it. There is one at a time: an order for another meanwhile is void.
type pass struct {
	kind     passKind
	poisoned float64 // of rolling back: share of LBs whose configuration before was no better
	left     []int32 // fleet indices that it has yet to look at, the next last
	pause    time.Duration
	under    bool // way
}

type passKind uint8

const (
	reconciling passKind = iota // records are taken from LBs
	registering                 // records and LBs are told by the LBs' targets
	rollingBack                 // LBs get what they held before
	reissuing                   // LBs get what their records say
)

func (p *Plane) after(now sim.Time, d time.Duration, kind uint8, arg uint64) {
	p.kernel.Schedule(now.Add(d), sim.Change, p.owner, sim.Event{Kind: kind, Arg: arg})
}

func (p *Plane) paused() bool { return p.pausedBy[ByPeople] || p.pausedBy[ByMachine] }

func (p *Plane) dead() bool { return p.down || p.service.Down }

// failsCall tells by a call's draw whether it fails for want of a control plane that
// answers all.
func (p *Plane) failsCall(draw uint64) bool {
	return p.service.Fails > 0 && p.failures.Float64(draw) < p.service.Fails
}

// noticed reports whether something might notice the next change of an old LB as it
// happens: a work queue does. New LBs always have their record, so nothing else does at
// creations.
func (p *Plane) noticed() bool { return !p.fails() && (p.queue != nil || !p.inOrder()) }

// fails reports whether changes fail with their region, or at the hand of those
// who would notice.
func (p *Plane) fails() bool { return p.down || p.pausedBy[ByPeople] }

// inOrder reports whether changes succeed and write what their LBs hold already.
func (p *Plane) inOrder() bool {
	return !p.dead() && p.service.Fails == 0 && !p.paused() && p.store.Missing() == 0 && p.store.Wrong() == 0 && p.misconfiguredCount == 0
}

func sign(more bool) int {
	if more {
		return 1
	}
	return -1
}

// report reports to the sink how the fleet is.
func (p *Plane) report(now sim.Time) {
	p.sink.FleetChanged(now, record.Fleet{Region: p.region, Misconfigured: p.misconfiguredCount, LBs: p.fleet, MissingState: p.store.Missing(),
		WrongState: p.store.Wrong(), Own: len(p.tenant), OwnMisconfigured: p.ownMisconfigured})
}

func (p *Plane) takeWorkflow(w workflow) int {
	if n := len(p.freePending); n > 0 {
		slot := p.freePending[n-1]
		p.freePending = p.freePending[:n-1]
		p.pending[slot] = w
		return slot
	}
	p.pending = append(p.pending, w)
	return len(p.pending) - 1
}
