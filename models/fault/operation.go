package fault

import (
	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// Updater has a new version of a region's servers go out.
type Updater interface {
	Roll(now sim.Time, region id.Region)
}

// RollingUpdate is a new version of a region's servers, which is as good as the old
// one: what is lost is lost by how they are replaced.
type RollingUpdate struct {
	Where Updater
	At    id.Region
}

// Begin implements Fault.
func (f RollingUpdate) Begin(now sim.Time) { f.Where.Roll(now, f.At) }

// End implements Fault: it ends by itself.
func (RollingUpdate) End(sim.Time) {}

// Region implements Fault.
func (f RollingUpdate) Region() id.Region { return f.At }

// String implements Fault.
func (RollingUpdate) String() string { return "a new version of the servers goes out" }

// Maintenance is a region that is taken down on purpose, though it is well: a design that
// has moved away by then does not notice.
type Maintenance struct {
	Where RegionLoser
	At    id.Region
}

// Begin implements Fault.
func (f Maintenance) Begin(now sim.Time) {
	f.Where.LoseRegion(now, f.At, request.RegionDown, balancer.Machine, true)
}

// End implements Fault.
func (f Maintenance) End(now sim.Time) {
	f.Where.LoseRegion(now, f.At, request.RegionDown, balancer.Machine, false)
}

// Region implements Fault.
func (f Maintenance) Region() id.Region { return f.At }

// String implements Fault.
func (Maintenance) String() string { return "the region is down for maintenance" }
