package study

import (
	"fmt"
	"slices"
	"strings"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/world"
	"failsim/models/world/scenario"
)

// cautionFaults says which faults of an incident do nothing to some design: not
// where it has nothing at all, which is what designs are compared for, unless
// that is so of all.
func (w *Workload) cautionFaults(i *scenario.Incident, designs []*scenario.Design, say func(format string, args ...any)) {
	for _, f := range i.Faults {
		at := w.where(f)
		if len(at) == 0 || f.Kind == scenario.DeleteState || f.Kind == scenario.StaleState || f.Kind == scenario.OfService || f.Kind == scenario.OfResolver || f.Kind == scenario.OfHerd || f.Configuration != "" || len(designs) == 0 { // which all LBs of a region suffer, whatever their customer
			continue
		}
		what := fmt.Sprintf("%s: %s at %s", i.Name, f.Kind, strings.Join(at, ", "))
		var only []string // those that have only LBs there
		here := 0
		for _, d := range designs {
			lbs, backends := has(d, at)
			if lbs || backends {
				here++
			}
			if lbs && !backends {
				only = append(only, d.Name)
			}
		}
		switch {
		case f.Kind == scenario.Gray && f.Share == 0 && f.Factor == 1:
			say("%s changes nothing: it fails 0 %% of requests, and servers are as fast as ever", what)
		case here == 0:
			say("%s changes nothing: no design has anything there", what)
		case len(only) == 0:
		case f.Kind == scenario.Fail:
			say("%s changes nothing for %s: it hits backends, and there they only forward", what, strings.Join(only, ", "))
		case f.Kind == scenario.Gray && f.Share == 0:
			say("%s changes nothing for %s: it makes servers slow, and there they only forward", what, strings.Join(only, ", "))
		case f.Kind == scenario.Gray && f.Factor > 1:
			say("%s fails requests but makes none slower for %s: there they only forward", what, strings.Join(only, ", "))
		}
	}
}

// where returns the regions that a fault acts on, by their full names; none if
// it acts everywhere.
func (w *Workload) where(f scenario.Fault) []string {
	if f.Region != "" {
		return []string{f.Region}
	}
	var list []string
	for _, r := range w.Fixed.Regions {
		if f.Provider != "" && w.Fixed.Providers[r.Provider].Name == f.Provider {
			list = append(list, r.Name)
		}
	}
	return list
}

// has reports whether a design has load balancers or backends in some regions.
func has(d *scenario.Design, regions []string) (lbs, backends bool) {
	for _, endpoints := range d.Serve {
		for _, e := range endpoints {
			lbs = lbs || slices.Contains(regions, e.Region)
			from := e.Backends
			if from == "" {
				from = e.Region
			}
			backends = backends || slices.Contains(regions, from)
		}
	}
	return lbs, backends
}

// cautionParts says which of a region's backends a fault hits where there are not
// so many that its share comes out: the first of every so many are.
func (w *Workload) cautionParts(incidents []*scenario.Incident, designs []*scenario.Design, say func(format string, args ...any)) {
	said := map[string]bool{}
	for _, d := range designs {
		for _, p := range world.Postures(w.Scenario, w.Fixed, d, w.Peaks, w.burst) {
			for _, i := range incidents {
				for _, f := range i.Faults {
					if f.Kind != scenario.Fail || f.Of == 0 || f.Region != p.Region {
						continue
					}
					there, hit := partOf(&p, f)
					text := fmt.Sprintf("%s: %d of %d backends are %d of the %d at %s", i.Name, f.First, f.Of, hit, there, p.Region)
					if hit*f.Of != f.First*there && !said[text] {
						said[text] = true
						say("%s", text)
					}
				}
			}
		}
	}
}

// partOf returns how many backends of a pool a fault chooses from, and how many it
// hits.
func partOf(p *world.Pool, f scenario.Fault) (there, hit int) {
	part := balancer.Part{Zone: f.Zone, First: f.First, Of: f.Of}
	there = part.Each(len(p.Backends), func(i int) id.Zone { return id.Zone(i % len(p.Zones)) }, func(int) { hit++ })
	return there, hit
}
