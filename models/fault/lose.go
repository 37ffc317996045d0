package fault

import (
	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// RegionLoser takes whole regions down and gives them back.
type RegionLoser interface {
	LoseRegion(now sim.Time, region id.Region, cause request.Cause, as balancer.Death, lost bool)
}

// LoseRegions takes one region down, or all of a provider's: nothing in them
// answers any more, or, as processes, their hosts refuse.
type LoseRegions struct {
	Where   RegionLoser
	Regions []id.Region
	Cause   request.Cause // RegionDown or ProviderDown
	As      balancer.Death
}

// Begin implements Fault.
func (f LoseRegions) Begin(now sim.Time) { f.set(now, true) }

// End implements Fault.
func (f LoseRegions) End(now sim.Time) { f.set(now, false) }

func (f LoseRegions) set(now sim.Time, lost bool) {
	for _, r := range f.Regions {
		f.Where.LoseRegion(now, r, f.Cause, f.As, lost)
	}
}

// Region implements Fault.
func (f LoseRegions) Region() id.Region {
	if len(f.Regions) == 1 {
		return f.Regions[0]
	}
	return id.NoRegion
}

// String implements Fault.
func (f LoseRegions) String() string { return f.Cause.String() + ways[f.As] }
