package fault

import (
	"fmt"

	"failsim/sim"
)

// Grayer makes the backends of a region fail in part, and gives them back.
type Grayer interface {
	Gray(now sim.Time, region int, errors, slow float64, lost bool)
}

// Gray is a failure that is neither up nor down: backends answer a share of
// requests with errors, take a factor longer, or both.
type Gray struct {
	Where  Grayer
	At     int     // region
	Errors float64 // share of requests, 0 for none
	Slow   float64 // factor on the service time, 1 for none
}

// Begin implements Fault.
func (f Gray) Begin(now sim.Time) { f.Where.Gray(now, f.At, f.Errors, f.Slow, true) }

// End implements Fault.
func (f Gray) End(now sim.Time) { f.Where.Gray(now, f.At, f.Errors, f.Slow, false) }

// Region implements Fault.
func (f Gray) Region() int { return f.At }

// String implements Fault.
func (f Gray) String() string {
	return fmt.Sprintf("backends fail %.3g %% of requests and take %.3g times as long", 100*f.Errors, f.Slow)
}
