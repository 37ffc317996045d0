package fault

import (
	"fmt"

	"failsim/models/id"
	"failsim/sim"
)

// StateDeleter loses a share of a region's records of LBs.
type StateDeleter interface {
	DeleteState(now sim.Time, region id.Region, share float64)
}

// DeleteState is the founding fault: a share of a region's LB records is
// deleted logically. Nothing breaks at once.
type DeleteState struct {
	Where StateDeleter
	At    id.Region
	Share float64
}

// Begin implements Fault.
func (f DeleteState) Begin(now sim.Time) { f.Where.DeleteState(now, f.At, f.Share) }

// End implements Fault: deleted state does not come back by itself.
func (f DeleteState) End(sim.Time) {}

// Region implements Fault.
func (f DeleteState) Region() id.Region { return f.At }

// String implements Fault.
func (f DeleteState) String() string {
	return fmt.Sprintf("%.3g %% of the region's LB records are deleted", 100*f.Share)
}
