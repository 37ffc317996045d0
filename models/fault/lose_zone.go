package fault

import (
	"fmt"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/sim"
)

// ZoneLoser takes a zone down and gives it back.
type ZoneLoser interface {
	LoseZone(now sim.Time, region id.Region, zone id.Zone, as balancer.Death, lost bool)
}

// LoseZone takes one zone of a region down.
type LoseZone struct {
	Where ZoneLoser
	At    id.Region
	Zone  id.Zone
	As    balancer.Death
}

// Begin implements Fault.
func (f LoseZone) Begin(now sim.Time) { f.Where.LoseZone(now, f.At, f.Zone, f.As, true) }

// End implements Fault.
func (f LoseZone) End(now sim.Time) { f.Where.LoseZone(now, f.At, f.Zone, f.As, false) }

// Region implements Fault.
func (f LoseZone) Region() id.Region { return f.At }

// String implements Fault.
func (f LoseZone) String() string { return fmt.Sprintf("zone %d is lost%s", f.Zone, ways[f.As]) }
