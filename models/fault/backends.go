package fault

import (
	"fmt"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/sim"
)

// BackendBreaker takes backends down, or makes them fail in part, and gives them
// back.
type BackendBreaker interface {
	LoseBackends(now sim.Time, region id.Region, part balancer.Part, as balancer.Death, lost bool)
	GrayBackends(now sim.Time, region id.Region, part balancer.Part, fault balancer.Gray, lost bool)
}

// Backends is a fault of a part of a region's backends, whose LBs stay as they
// are: hosts that die or fail in part.
type Backends struct {
	Where BackendBreaker
	At    id.Region
	Part  balancer.Part
	Is    *balancer.Gray // nil: they are lost
	As    balancer.Death // then
}

// Begin implements Fault.
func (f Backends) Begin(now sim.Time) { f.set(now, true) }

// End implements Fault.
func (f Backends) End(now sim.Time) { f.set(now, false) }

func (f Backends) set(now sim.Time, lost bool) {
	if f.Is == nil {
		f.Where.LoseBackends(now, f.At, f.Part, f.As, lost)
	} else {
		f.Where.GrayBackends(now, f.At, f.Part, *f.Is, lost)
	}
}

// Region implements Fault.
func (f Backends) Region() id.Region { return f.At }

// String implements Fault.
func (f Backends) String() string {
	who := "backends"
	if f.Part.Of > 0 {
		who = fmt.Sprintf("%d of every %d backends", f.Part.First, f.Part.Of)
	}
	if f.Part.Zone >= 0 {
		who += fmt.Sprintf(" in zone %d", f.Part.Zone)
	}
	if f.Is == nil {
		return who + " are lost" + ways[f.As]
	}
	return who + ": " + Gray{Is: *f.Is}.String()
}

// ways are how hosts are lost, in words.
var ways = [...]string{balancer.Mixed: "", balancer.Process: " as processes", balancer.Machine: " as machines"}
