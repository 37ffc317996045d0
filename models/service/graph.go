package service

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// Host is notified of each change; it must not change services before it has returned.
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

// watch waits for a service to fail for a while.
type watch struct {
	service id.Service
	fails   float64 // at least this share of requests
	lasts   time.Duration
	do      func(now sim.Time)
	spell   uint64 // odd while it fails so much; counts
	done    bool
}

// listen is a listener for whether a service is up.
type listen struct {
	service id.Service
	to      func(now sim.Time, up bool)
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

// Most is how many services there may be, and how many watches: what an event can
// number.
const Most = 1 << 12

const counted = 1<<20 - 1 // a count in an event

func (g *Graph) after(now sim.Time, d time.Duration, kind uint8, service id.Service, of int, count uint64) {
	arg := uint64(service)<<32 | uint64(of)<<20 | count&counted
	g.kernel.Schedule(now.Add(d), sim.Change, g.owner, sim.Event{Kind: kind, Arg: arg})
}
