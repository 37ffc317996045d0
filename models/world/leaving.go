package world

import (
	"slices"

	"failsim/models/id"
	"failsim/models/world/scenario"
)

// leaving is what an incident leaves: by region, whether its LBs are gone, which
// zones are, and what part of the work of its servers those that are there do.
type leaving struct {
	noLBs map[string]bool
	gray  map[string]bool // its servers fail or are slow, or its LBs that only forward
	zones map[string]map[id.Zone]bool
	does  map[string]float64
	load  float64
}

// whole reports whether nothing takes any of a region's servers, or of their work.
func (l *leaving) whole(region string) bool { return l.does[region] == 1 && len(l.zones[region]) == 0 }

// strikes reports whether the incident takes anything that some endpoints need.
func (l *leaving) strikes(endpoints []scenario.Endpoint) bool {
	for _, e := range endpoints {
		if l.noLBs[e.Region] || !l.whole(e.Backends) {
			return true
		}
	}
	return l.load > 1
}

// capacity adds up the servers that can still be reached, as a share of the
// place's peak.
func (l *leaving) capacity(endpoints []scenario.Endpoint, pools []*Pool, grown bool) float64 {
	sum := 0.0
	for _, p := range pools {
		reached := slices.ContainsFunc(endpoints, func(e scenario.Endpoint) bool { return e.Backends == p.Region && !l.noLBs[e.Region] })
		if !reached {
			continue
		}
		zones := p.Zones
		if grown {
			zones = p.GrownZones
		}
		for z, n := range zones {
			if !l.zones[p.Region][id.Zone(z)] {
				sum += float64(float64(n) / p.Busy * l.does[p.Region])
			}
		}
	}
	return sum
}

// taking takes away from a region what a fault of it takes.
type taking func(l *leaving, region string, f scenario.Fault)

// nothing is what faults take that leave LBs, servers and their speed as they are, or
// that take them in turn, or whose loss is of something that no capacity is bought of.
func nothing(*leaving, string, scenario.Fault) {}

func allOfIt(l *leaving, region string, _ scenario.Fault) { l.noLBs[region], l.does[region] = true, 0 }

func itsLBs(l *leaving, region string, _ scenario.Fault) { l.noLBs[region] = true }

func itsZone(l *leaving, region string, f scenario.Fault) { l.zones[region][f.Zone] = true }

func itsSpeed(l *leaving, region string, f scenario.Fault) {
	l.gray[region] = true
	l.does[region] /= max(1, f.Factor)
}

func someServers(l *leaving, region string, f scenario.Fault) {
	if f.Share > 0 || f.Factor > 1 {
		l.gray[region] = true
	} else {
		l.does[region] *= 1 - float64(f.First)/float64(f.Of)
	}
}
