package fault

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/sim"
)

// AddressMover has other hosts take over LBs' addresses.
type AddressMover interface {
	LoseLB(now sim.Time, lb id.LB, as balancer.Death, lost bool)
	// MoveAddress reports that a host has an LB's addresses which knows none of its
	// connections.
	MoveAddress(now sim.Time, lb id.LB)
	// Cut reports that what is under way through an LB is answered no more.
	Cut(now sim.Time, lb id.LB)
}

// MoveAddress is the death of hosts whose addresses a standby takes over after a while, as
// with VRRP; at the end they go back, at once. What is under way hears nothing, both times,
// and connections that were open are no more. It leaves out a standby that is smaller, and
// two hosts that both believe to have the addresses.
type MoveAddress struct {
	Kernel *sim.Kernel
	Where  AddressMover
	At     id.Region
	Names  string // of whom the LBs are, for people
	Those  []id.LB
	Silent time.Duration
	silent bool
	turn   uint64 // events of an earlier turn come to nothing
	owner  sim.Owner
	known  bool
}

// Begin implements Fault.
func (f *MoveAddress) Begin(now sim.Time) {
	if !f.known {
		f.owner, f.known = f.Kernel.Register(f), true
	}
	f.silent = true
	f.turn++
	for _, lb := range f.Those {
		f.Where.LoseLB(now, lb, balancer.Machine, true)
		f.Where.Cut(now, lb)
	}
	f.Kernel.Schedule(now.Add(f.Silent), sim.Change, f.owner, sim.Event{Arg: f.turn})
}

// Handle implements sim.Handler: the standby has the addresses.
func (f *MoveAddress) Handle(now sim.Time, e sim.Event) {
	if f.silent && e.Arg == f.turn {
		f.answers(now)
	}
}

// answers has whoever has the addresses now answer.
func (f *MoveAddress) answers(now sim.Time) {
	for _, lb := range f.Those {
		if f.silent {
			f.Where.LoseLB(now, lb, balancer.Machine, false)
		}
		f.Where.MoveAddress(now, lb)
	}
	f.silent = false
}

// End implements Fault.
func (f *MoveAddress) End(now sim.Time) {
	for _, lb := range f.Those {
		f.Where.Cut(now, lb)
	}
	f.answers(now)
}

// Region implements Fault.
func (f *MoveAddress) Region() id.Region { return f.At }

// String implements Fault.
func (f *MoveAddress) String() string {
	return "another host takes over the addresses of LBs of " + f.Names
}
