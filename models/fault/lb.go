package fault

import (
	"fmt"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/sim"
)

// LBBreaker takes LBs down, or makes them fail in part, and gives them back.
type LBBreaker interface {
	LoseLB(now sim.Time, lb id.LB, as balancer.Death, lost bool)
	RegrayLB(now sim.Time, lb id.LB, from, to []balancer.Gray)
}

// LBs is a fault of some of a region's LBs, whose backends are well.
type LBs struct {
	Where LBBreaker
	At    id.Region
	Names string // of whom they are, for people
	Those []id.LB
	Is    *balancer.Gray // nil: they are lost
	As    balancer.Death // then
}

// Begin implements Fault.
func (f LBs) Begin(now sim.Time) { f.set(now, true) }

// End implements Fault.
func (f LBs) End(now sim.Time) { f.set(now, false) }

func (f LBs) set(now sim.Time, lost bool) {
	for _, lb := range f.Those {
		switch {
		case f.Is == nil:
			f.Where.LoseLB(now, lb, f.As, lost)
		case lost:
			f.Where.RegrayLB(now, lb, nil, []balancer.Gray{*f.Is})
		default:
			f.Where.RegrayLB(now, lb, []balancer.Gray{*f.Is}, nil)
		}
	}
}

// Region implements Fault.
func (f LBs) Region() id.Region { return f.At }

// String implements Fault.
func (f LBs) String() string {
	if f.Is == nil {
		return "LBs of " + f.Names + " are lost" + ways[f.As]
	}
	return fmt.Sprintf("LBs of %s fail %.3g %% of requests", f.Names, 100*f.Is.Errors) + longer(" and take, to forward,", f.Is.Slow)
}
