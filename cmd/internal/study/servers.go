package study

import (
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/statistics"
)

// Servers returns those that a design's capacities come to.
func (w *Workload) Servers(d *scenario.Design) []results.Servers {
	return servers(world.Postures(w.Scenario, w.Fixed, d, w.Peaks, w.burst))
}

func servers(pools []world.Pool) (list []results.Servers) {
	for _, p := range pools {
		list = append(list, results.Servers{Location: p.Location, Region: p.Region, Capacity: statistics.Number(p.Asked), Busy: statistics.Number(p.Busy),
			Servers: p.Servers, Zones: p.Zones, Grown: p.Grown, GrownZones: p.GrownZones})
	}
	return list
}
