package world

import (
	"slices"

	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// Touches reports whether anything of the occurrence can reach what a design
// uses: a run of a design that it does not touch is a run without it.
func (o Occurrence) Touches(s *scenario.Scenario, m *topology.Map, d *scenario.Design, seed uint64, replication int) bool {
	return joined(s, d) || o.touches(m, d, o.sharesFate(Root(seed, replication), s))
}

// CanTouch reports whether Touches says so in any replication.
func CanTouch(s *scenario.Scenario, m *topology.Map, d *scenario.Design, i *scenario.Incident) bool {
	return joined(s, d) || Occurrence{Incident: i}.touches(m, d, s.World.CommonMode.Share > 0 && i.FailsProvider())
}

// touches tells it where what providers share fails too, or does not.
func (o Occurrence) touches(m *topology.Map, d *scenario.Design, shared bool) bool {
	_, origin := o.origin(m)
	uses := func(region string) bool {
		r := m.Region(region)
		return shared && origin >= 0 && m.Regions[r].Provider == origin || slices.ContainsFunc(o.Incident.Faults, func(f scenario.Fault) bool {
			return f.Service+f.Herd+f.Configuration != "" || f.Region == "" && f.Provider == "" || f.Region == region || f.Provider != "" && m.Provider(f.Provider) == m.Regions[r].Provider
		})
	}
	for _, endpoints := range d.Serve {
		for _, e := range endpoints {
			if uses(e.Region) || uses(e.Backends) {
				return true
			}
		}
	}
	return false
}

// joined reports whether a design needs services: then what stands in a region that it
// does not serve from may reach it.
func joined(s *scenario.Scenario, d *scenario.Design) bool {
	kinds := slices.ContainsFunc(s.Workload, func(p scenario.Population) bool { return len(p.Kinds) > 0 })
	w := &s.World
	return kinds || monitored(d) || len(d.Services)+len(w.Queues)+len(w.Stocks)+len(w.Herds)+len(w.Configurations)+len(w.Data) > 0
}

// monitored reports whether a design's checkers need a service.
func monitored(d *scenario.Design) bool {
	return d.Monitoring != nil && slices.ContainsFunc(d.Monitoring.Checkers, func(c scenario.Checker) bool { return c.Needs != "" })
}
