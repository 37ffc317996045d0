package study

import (
	"slices"
	"strings"

	"failsim/models/world/scenario"
)

// What restrictions do to a world that is to be kept.

// seeAsBefore says what probes asked and saw before they could be told: LBs'
// checks nothing but what is lost, steering's that and errors. Relations ask for it
// that do not hold where more servers, or slower ones, change who is asked.
func (s *sketch) seeAsBefore() *sketch {
	s.check.sees = ", work: aside, sees-errors: 0%, sees-slow: 0%"
	s.eachDesign(func(d *sketchDesign) { d.probes.sees = ", work: aside, sees-slow: 0%" })
	return s
}

func (s *sketch) eachDesign(narrow func(d *sketchDesign)) {
	for i := range s.designs {
		narrow(&s.designs[i])
	}
}

// shareNothingWithNobody has providers share nothing if a design is at one alone.
func (s *sketch) shareNothing(d *sketchDesign) {
	providers := map[string]bool{}
	for _, list := range d.serve {
		for _, e := range list {
			provider, _, _ := strings.Cut(e.region, "/")
			providers[provider] = true
		}
	}
	if len(providers) == 1 {
		s.common = 0
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

// noChoiceByOpenRequestsAtADistance has clients at no distance, or takes turns,
// where a design balances by open requests.
func (s *sketch) noChoiceByOpenRequestsAtADistance(near bool) {
	for i := range s.designs {
		if d := &s.designs[i]; strings.Contains(d.balancing, "least") {
			if near {
				s.noDistance()
			} else {
				d.balancing = "round-robin"
			}
		}
	}
}

func (s *sketch) noDistance() {
	for i := range s.places {
		clear(s.places[i].rtt)
	}
}

func (s *sketch) noFastErrors() {
	for i := range s.faults {
		s.faults[i].after = 0
	}
}

// noGrayLayers gives LBs that only forward backends where they are, if their
// region is to be gray.
func (s *sketch) noGrayLayers(d *sketchDesign) {
	for _, list := range d.serve {
		for i := range list {
			e := &list[i]
			gray := func(f sketchFault) bool {
				return f.kind == scenario.Gray && strings.HasPrefix(f.what, "region: "+e.region+",")
			}
			if e.backends != "" && slices.ContainsFunc(s.faults, gray) {
				e.backends, e.capacity = "", 1
			}
		}
	}
}
