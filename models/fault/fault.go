// Package fault holds what can break, one fault a file. A fault begins, and
// may end; each file declares the small interface that its fault acts on, and
// package world implements them all.
//
// Faults know nothing of designs: they are the same whatever is compared.
package fault

import (
	"time"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/sim"
)

// Fault is something that breaks.
type Fault interface {
	Begin(now sim.Time)
	// End undoes Begin; it is called only for faults that last a while.
	End(now sim.Time)
	// Region returns where it happens, or id.NoRegion.
	Region() id.Region
	// String says what breaks, for people.
	String() string
}

// Planned is a fault with its time.
type Planned struct {
	Fault Fault
	At    sim.Time
	For   time.Duration // 0: to the end
	// When, if set, begins the fault instead of At: it is asked once, before time
	// starts, and calls back when it is so.
	When func(begin func(now sim.Time))
}

// Schedule has faults begin and end at their times.
func Schedule(k *sim.Kernel, faults []Planned, sink record.Sink) {
	s := &schedule{faults: faults, sink: sink}
	owner := k.Register(s)
	for i, f := range faults {
		from := func(at sim.Time) {
			k.Schedule(at, sim.Change, owner, sim.Event{Kind: begin, Arg: uint64(i)})
			if f.For > 0 {
				k.Schedule(at.Add(f.For), sim.Change, owner, sim.Event{Kind: end, Arg: uint64(i)})
			}
		}
		if f.When != nil {
			f.When(from)
		} else {
			from(f.At)
		}
	}
}

type schedule struct {
	faults []Planned
	sink   record.Sink
}

const (
	end uint8 = iota // what ends now makes room for what begins now
	begin
)

// Handle implements sim.Handler.
func (s *schedule) Handle(now sim.Time, e sim.Event) {
	f := s.faults[e.Arg].Fault
	mark, over := record.FaultBegan, ""
	if e.Kind == begin {
		f.Begin(now)
	} else {
		f.End(now)
		mark, over = record.FaultEnded, "over: "
	}
	if s.sink.Follows() {
		s.sink.Narrate(now, over+f.String())
	}
	s.sink.Marked(now, mark, f.Region())
}
