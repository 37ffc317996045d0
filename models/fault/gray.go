package fault

import (
	"fmt"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/sim"
)

// GrayTarget makes a region fail in part, and gives it back.
type GrayTarget interface {
	Gray(now sim.Time, region id.Region, fault balancer.Gray, lost bool)
}

// Gray is a failure that is neither up nor down: a region answers a share of
// requests with errors, takes a factor longer, or both.
type Gray struct {
	Where GrayTarget
	At    id.Region
	Is    balancer.Gray
}

// Begin implements Fault.
func (f Gray) Begin(now sim.Time) { f.Where.Gray(now, f.At, f.Is, true) }

// End implements Fault.
func (f Gray) End(now sim.Time) { f.Where.Gray(now, f.At, f.Is, false) }

// Region implements Fault.
func (f Gray) Region() id.Region { return f.At }

// String implements Fault.
func (f Gray) String() string {
	after := ""
	if f.Is.ErrorAfter > 0 {
		after = fmt.Sprintf(", each after %v", f.Is.ErrorAfter)
	}
	return fmt.Sprintf("backends fail %.3g %% of requests%s", 100*f.Is.Errors, after) + longer(" and take", f.Is.Slow)
}

// longer says how many times as long something takes, if it does.
func longer(takes string, slow float64) string {
	if slow <= 1 {
		return ""
	}
	return fmt.Sprintf("%s %.3g times as long", takes, slow)
}
