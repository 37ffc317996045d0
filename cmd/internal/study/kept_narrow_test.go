package study

import (
	"slices"
	"strings"
)

// What restrictions do to a world that is to be kept.

func (s *sketch) eachDesign(narrow func(d *sketchDesign)) {
	for i := range s.designs {
		narrow(&s.designs[i])
	}
}

// oneNameAPlace leaves each place one name, which has an LB a region.
func (s *sketch) oneNameAPlace() {
	s.populations = slices.DeleteFunc(s.populations, func(q sketchPopulation) bool { return !strings.HasSuffix(q.name, "0") })
	for i := range s.populations {
		s.populations[i].names = 1
	}
}

// chooseAtRandomWhereLBsShareAPool has a design balance by what no LB knows,
// if any two of its LBs have the same backends.
func (s *sketch) chooseAtRandomWhereLBsShareAPool(d *sketchDesign) {
	for _, place := range s.places {
		lbs := map[string]int{} // by the region of their backends
		for _, q := range s.populations {
			if q.place != place.name {
				continue
			}
			for _, e := range d.serve[place.name] {
				backends := e.backends
				if backends == "" {
					backends = e.region
				}
				if lbs[backends] += q.names; lbs[backends] > 1 {
					d.balancing = "random"
				}
			}
		}
	}
}
