package fault

import (
	"fmt"

	"failsim/models/id"
	"failsim/sim"
)

// HerdStriker has members of a herd lose what they hold.
type HerdStriker interface {
	Strike(now sim.Time, herd string, share float64)
}

// Herd is a share of a herd that loses what it holds, in an instant.
type Herd struct {
	Where HerdStriker
	Name  string
	Share float64
}

// Begin implements Fault.
func (f Herd) Begin(now sim.Time) { f.Where.Strike(now, f.Name, f.Share) }

// End implements Fault: it gets it back by its jobs.
func (Herd) End(sim.Time) {}

// Region implements Fault.
func (Herd) Region() id.Region { return id.NoRegion }

// String implements Fault.
func (f Herd) String() string {
	return fmt.Sprintf("%.3g %% of %s lose what they hold", 100*f.Share, f.Name)
}
