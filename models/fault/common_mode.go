package fault

import (
	"failsim/models/id"
	"failsim/sim"
)

// FateSharer takes the tenant's endpoints in a region down for want of
// something that providers share, and gives them back.
type FateSharer interface {
	ShareFate(now sim.Time, region id.Region, lost bool)
}

// CommonMode is what providers share without meaning to (identity, deploy
// tool, certificates): when one provider fails, the tenant's endpoints at the
// others fail too.
type CommonMode struct {
	Where   FateSharer
	Regions []id.Region
}

// Begin implements Fault.
func (f CommonMode) Begin(now sim.Time) { f.set(now, true) }

// End implements Fault.
func (f CommonMode) End(now sim.Time) { f.set(now, false) }

func (f CommonMode) set(now sim.Time, lost bool) {
	for _, r := range f.Regions {
		f.Where.ShareFate(now, r, lost)
	}
}

// Region implements Fault.
func (f CommonMode) Region() id.Region { return id.NoRegion }

// String implements Fault.
func (f CommonMode) String() string { return "something that providers share fails at the others too" }
