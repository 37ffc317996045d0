package study

import (
	"slices"
	"strings"

	"failsim/models/world/scenario"
)

// cautionTrips says which round trips of clients are not given, to regions that serve
// them.
func (w *Workload) cautionTrips(designs []*scenario.Design, say func(format string, args ...any)) {
	asks := func(place string) bool {
		return slices.ContainsFunc(w.Scenario.Workload, func(p scenario.Population) bool { return p.Location == place })
	}
	serves := func(place, region string) bool {
		return slices.ContainsFunc(designs, func(d *scenario.Design) bool {
			return slices.ContainsFunc(d.Serve[place], func(e scenario.Endpoint) bool { return e.Region == region })
		})
	}
	for _, l := range w.Scenario.World.Locations {
		var guessed []string
		for _, region := range l.NotGiven {
			if asks(l.Name) && serves(l.Name, region) {
				guessed = append(guessed, region)
			}
		}
		if len(guessed) > 0 {
			say("%s: no round trip (rtt) is given to %s: 100 ms is taken (assumption)", l.Name, strings.Join(guessed, ", "))
		}
	}
}
