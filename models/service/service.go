// Package service is services that need each other: what a provider runs, or a
// tenant, as far as others depend on it. A service runs or not, fails a share of
// what it is asked, and is a factor slower than usual. What it needs decides:
//
//   - at once: what the need fails, it fails;
//   - cached: it works on for so long without, and then stops;
//   - to start: it runs on without, but does not start.
//
// A service that has stopped starts by itself when nothing holds it down and all
// that it has cached or needs to start is up again. Services that need each other
// in a circle of such needs run on until a cache ends, and then wait for each
// other for ever: until somebody has one start without (Facebook, 4 October 2021).
//
// Nothing here is on a request's way. A service changes at instants; whoever
// hosts it then changes numbers that requests read anyway. It leaves out what a
// service is asked: its load is that of whoever calls it, which its host knows,
// and a need that fails a share does so at random, anew for each request.
package service

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// How says how a service needs another.
type How uint8

// The ways.
const (
	AtOnce How = iota
	Cached
	ToStart
)

// Need is that one service needs another.
type Need struct {
	On    id.Service
	How   How
	Lasts time.Duration // Cached: how long it works on
	Share float64       // AtOnce: of its requests that need it
	Time  float64       // AtOnce: share of a request's time that it waits for it
	After time.Duration // AtOnce: what an error takes, 0: all of the service time
}

// Spec is a service.
type Spec struct {
	Name     string
	StartsIn time.Duration
	Needs    []Need
}

// Ail is something that is wrong with a service that runs.
type Ail struct {
	Errors float64       // share of requests that fail
	Slow   float64       // factor on the time that one takes, at least 1
	After  time.Duration // what an error takes, 0: all of the service time
	Need   bool          // for want of what it needs
}

// State is how a service is.
type State struct {
	Running bool
	Ails    []Ail // each by itself, if it runs
}

// Errors is the share of requests that fail.
func (s *State) Errors() float64 {
	if !s.Running {
		return 1
	}
	good := 1.0
	for i := range s.Ails {
		good *= 1 - s.Ails[i].Errors
	}
	return 1 - good
}

// Slow is the factor on the time that a request takes.
func (s *State) Slow() float64 {
	slow := 1.0
	for i := range s.Ails {
		slow *= s.Ails[i].Slow
	}
	return slow
}

// Up tells whether it answers anything right.
func (s *State) Up() bool { return s.Running && s.Errors() < 1 }

// Host is told of each change; it must not change services before it has returned.
type Host interface {
	ServiceChanged(now sim.Time, service id.Service, s *State)
}

// Graph is all services of a run.
type Graph struct {
	kernel   *sim.Kernel
	owner    sim.Owner
	host     Host
	all      []node
	due      []id.Service // to be looked at, in order
	settling bool
	watches  []watch
	listens  []listen
}

// node is a service in a run.
type node struct {
	Spec
	state    State
	held     int    // faults and people that hold it down
	own      []Ail  // of faults, and of what it has lost
	starting uint64 // odd while it starts; counts starts that were begun or broken off
	needs    []held // by need
	neededBy []id.Service
}

// held is what a service has of a need.
type held struct {
	without bool   // it has been started without
	spell   uint64 // odd while the need is down; counts
}

// New returns services that all run. Needs are at once in no circle.
func New(k *sim.Kernel, specs []Spec, host Host) *Graph {
	g := &Graph{kernel: k, host: host, all: make([]node, len(specs))}
	g.owner = k.Register(g)
	for i, s := range specs {
		g.all[i].Spec, g.all[i].needs = s, make([]held, len(s.Needs))
		g.all[i].state.Running = true
	}
	for i, s := range specs {
		for _, n := range s.Needs {
			if d := &g.all[n.On]; !slices.Contains(d.neededBy, id.Service(i)) {
				d.neededBy = append(d.neededBy, id.Service(i))
			}
		}
	}
	return g
}

// State returns how a service is.
func (g *Graph) State(service id.Service) *State { return &g.all[service].state }

// Name returns what it is called.
func (g *Graph) Name(service id.Service) string { return g.all[service].Name }

// The events of services.
const (
	cacheEnds uint8 = iota // of a need
	started
	overdue // a watch
)

// Handle implements sim.Handler.
func (g *Graph) Handle(now sim.Time, e sim.Event) {
	i, of, count := id.Service(e.Arg>>32), int(e.Arg>>20&0xfff), e.Arg&counted
	switch e.Kind {
	case cacheEnds:
		n := &g.all[i]
		if h := &n.needs[of]; h.spell&counted == count && !h.without && n.state.Running {
			g.stop(now, i)
		}
	case started:
		if n := &g.all[i]; n.starting&counted == count {
			n.starting++
			g.run(now, i)
		}
	case overdue:
		g.fire(now, of, count)
	}
}

// Most is how many services there may be, and how many watches: what an event can
// number.
const Most = 1 << 12

const counted = 1<<20 - 1 // a count in an event

func (g *Graph) after(now sim.Time, d time.Duration, kind uint8, service id.Service, of int, count uint64) {
	arg := uint64(service)<<32 | uint64(of)<<20 | count&counted
	g.kernel.Schedule(now.Add(d), sim.Change, g.owner, sim.Event{Kind: kind, Arg: arg})
}
