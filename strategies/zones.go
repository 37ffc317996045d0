package strategies

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// zoneProbing returns the parameters of probes of zones, and those of one
// strategy.
func zoneProbing(own ...policy.Param) []policy.Param {
	return append([]policy.Param{
		{Name: "interval", Kind: policy.DurationKind, Default: "10s", Least: "1s", About: "time between probes of a zone; assumption"},
		{Name: "timeout", Kind: policy.DurationKind, Default: "4s", About: "time-out of a probe; assumption"},
		{Name: "threshold", Kind: policy.CountKind, Default: "3", Least: "1", About: "failures in a row that make a zone sick; assumption"},
		{Name: "back", Kind: policy.CountKind, Default: "3", Least: "1", About: "successes in a row that make it well again; assumption"},
		spacing, seesErrors, seesSlow,
	}, own...)
}

// zoneIn is one zone of the world.
type zoneIn struct {
	region id.Region
	zone   id.Zone
}

// zoneShifts is what a strategy knows of zones.
type zoneShifts struct {
	probes policy.Probes
	all    map[zoneIn]*zoneState
}

type zoneState struct {
	sick, away bool
	back       sim.Time // when it may be put back; of people: when they act
}

func newZoneShifts(v policy.Values) zoneShifts {
	return zoneShifts{policy.Probes{ProbeTiming: timingOf(v), Sight: policy.Sight{Errors: v.Share("sees-errors"), Slow: v.Share("sees-slow")}}, map[zoneIn]*zoneState{}}
}

func (z *zoneShifts) needs() policy.Needs { return policy.Needs{Zones: z.probes} }

func (z *zoneShifts) of(region id.Region, zone id.Zone) *zoneState {
	s := z.all[zoneIn{region, zone}]
	if s == nil {
		s = &zoneState{}
		z.all[zoneIn{region, zone}] = s
	}
	return s
}
