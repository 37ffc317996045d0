// Package control is a region's control plane: it takes API calls, runs
// workflows that read the state store and write LBs, scales the tenant's LBs
// with their demand, and lets healing strategies decide what lost state means.
//
// Damage spreads here, at the rate of change: a workflow that finds no record
// of a running LB and overwrites it leaves the LB without targets.
//
// Customers' calls that nobody can tell apart have no events. So a plane lags
// behind the clock, and catches up before anything else reads or changes it.
// This is the rule: what is exported, and Handle, begins with catchUp; if it
// changes anything, it ends with file, which schedules the next call that
// somebody might notice.
//
// It leaves out what a change is about, the latency of the API itself, and
// quotas. Customers' calls are a Poisson process at one rate for every LB.
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
	// CallFailed tells of a failed API call in a region.
	CallFailed(now sim.Time, region id.Region)
	// Held tells that an LB of a region holds another configuration: with its
	// targets, or without any.
	Held(now sim.Time, region id.Region, record id.Record, right bool)
}

// Plane is one region's control plane.
type Plane struct {
	customers // as far as the plane has caught up

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
	filed              sim.Time // when the last event for a call is
	eager              bool     // every call has an event; only tests want this
	behind             bool     // workers have lived only through the calls of worked
	worked             customers
	batch              [batch]sim.Time // of calls that end alike
	pass               pass

	works, misreads, poisons sim.Key
	adopted                  uint64
}

// workflow is a change under way: it has read its record, and will write.
type workflow struct {
	lb      id.Record // fleet index
	right   bool
	nodes   int // for scaling; 0: as it is
	scaling int // index into scaled, -1 if it is a customer's change
}

const (
	call     uint8 = iota // a customer's, that somebody might notice
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

// New builds a region's control plane over a store whose records are the
// fleet, and schedules its first events. The last of them are those of lbs, the
// tenant's: each has draws of its own, so that one more changes none of the
// others', and takes the place of one other customer's.
func New(k *sim.Kernel, key sim.Key, spec Spec, region id.Region, s *store.Store, data *balancer.DataPlane, lbs []Managed,
	healing []policy.Healing, sink record.Sink, watcher Watcher) *Plane {
	p := &Plane{kernel: k, spec: spec, region: region, fleet: s.Len(), others: s.Len() - len(lbs), store: s, data: data, sink: sink, watcher: watcher,
		healing: healing, workers: station.New(spec.Workers, station.Unbounded), misconfigured: make([]bool, s.Len()), alarms: make([]int8, s.Len()), quiet: newQuiet(s.Len()),
		tenant: make(map[id.Record]id.LB, len(lbs)), works: key.Named("work"), misreads: key.Named("misread"), poisons: key.Named("poisoned"), failures: key.Named("failing")}
	p.changes = newChanges(key, spec.TouchesPerHour/3600, s.Len(), lbs)
	p.creations = newCalls(key.Named("creations"), 0, spec.CreationsPerHour/3600)
	p.owner = k.Register(p)
	var ids []uint64
	for i, m := range lbs {
		record := id.Record(p.others + i)
		p.tenant[record], ids = m.LB, append(ids, m.ID)
		p.scaled = append(p.scaled, scaled{Managed: m, record: record, samples: make([]int, spec.ScaleSamples)})
	}
	s.Name(ids)
	p.lineUp(key.Named("places"))
	if len(lbs) > 0 && spec.ScaleEvery > 0 {
		p.after(0, spec.ScaleEvery, measure, 0)
	}
	for i, h := range healing {
		if w, ok := h.(policy.Watching); ok {
			p.watched = true
			p.after(0, w.Period(), watch, uint64(i))
		}
	}
	p.file()
	return p
}

func (p *Plane) after(now sim.Time, d time.Duration, kind uint8, arg uint64) {
	p.kernel.Schedule(now.Add(d), sim.Change, p.owner, sim.Event{Kind: kind, Arg: arg})
}

// Handle implements sim.Handler.
func (p *Plane) Handle(now sim.Time, e sim.Event) {
	p.catchUp(now)
	switch e.Kind {
	case call:
		return // its touch has filed the next
	case finish:
		p.finish(now, int(e.Arg))
	case measure:
		p.measure(now)
	case watch:
		w := p.healing[e.Arg].(policy.Watching)
		w.Watch(view{p, now}, orders{p, now})
		p.after(now, w.Period(), watch, e.Arg)
	case passNext:
		p.passNext(now)
	case alarm:
		p.alarmed++
		p.alarms[e.Arg]++
	case clearing:
		p.alarmed--
		p.alarms[e.Arg]--
	}
	p.file()
}

// Settle has the sink told of every call up to now.
func (p *Plane) Settle(now sim.Time) { p.catchUp(now) }

// Own returns which LB of the data plane a record is of, if it is the tenant's,
// which never changes.
func (p *Plane) Own(record id.Record) (lb id.LB, ok bool) {
	lb, ok = p.tenant[record]
	return lb, ok
}

// Missing returns how many records of running LBs are missing.
func (p *Plane) Missing() int {
	p.catchUp(p.kernel.Now())
	return p.store.Missing()
}

// Misconfigured returns how many LBs of the fleet have no targets.
func (p *Plane) Misconfigured() int {
	p.catchUp(p.kernel.Now())
	return p.misconfiguredCount
}

// Paused tells whether workflows are switched off by anyone.
func (p *Plane) Paused() bool {
	p.catchUp(p.kernel.Now())
	return p.paused()
}

func (p *Plane) paused() bool { return p.pausedBy[ByPeople] || p.pausedBy[ByMachine] }

// SetDown tells that the region is lost, or back: a lost control plane takes
// no calls and writes nothing.
func (p *Plane) SetDown(now sim.Time, down bool) {
	p.catchUp(now)
	p.down = down
	p.file()
}

// Set switches workflows off, or on again unless the other hand holds them
// off. Workflows under way when they are switched off write nothing. New LBs
// can still be made.
func (p *Plane) Set(now sim.Time, by Switch, off bool) {
	p.catchUp(now)
	before := p.paused()
	p.pausedBy[by] = off
	switch after := p.paused(); {
	case after && !before:
		p.sink.Marked(now, record.WorkflowsPaused, p.region)
	case before && !after:
		p.sink.Marked(now, record.WorkflowsResumed, p.region)
	}
	p.file()
}
