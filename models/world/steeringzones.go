package world

import (
	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"
)

func newZoneProbes(s *steering) *zoneProbes {
	z := &zoneProbes{s: s}
	var keys []sim.Key
	root := s.w.key.Named("zone-probes")
	for r := range id.Region(len(s.w.fixed.Regions)) {
		z.first = append(z.first, len(z.of))
		for i := range id.Zone(s.w.fixed.Regions[r].Zones) {
			z.of = append(z.of, r)
			z.zones = append(z.zones, balancer.Zone{Plane: s.w.data, Region: r, Zone: i, Sight: s.needs.Zones.Sight})
			keys = append(keys, root.Named(s.w.fixed.ZoneName(r, i)))
		}
	}
	z.checks = health.New(&s.w.kernel, s.needs.Zones.ProbeTiming, keys, z)
	targets := make([]caller.Probed, len(z.zones))
	for i := range z.zones {
		targets[i] = &z.zones[i]
	}
	z.checks.Ask(targets)
	return z
}

// look sees what every zone is now.
func (z *zoneProbes) look(now sim.Time) {
	for i, r := range z.of {
		if z.s.lbs[r] > 0 {
			z.checks.Changed(now, i, z.zones[i].Condition())
		}
	}
}

// Believed implements health.Listener.
func (z *zoneProbes) Believed(now sim.Time, i int, healthy bool) {
	s, region := z.s, z.of[i]
	s.now, s.ordered = now, false
	for n, strategy := range s.strategies {
		if t, ok := strategy.(policy.ZoneSteering); ok {
			s.calling = n
			t.SteerZone(region, id.Zone(i-z.first[region]), s, s)
		}
	}
	if s.ordered && !healthy {
		s.w.sink.Alarmed(now, record.OfRegion(record.TenantProbes, region))
	}
}

// Zones implements policy.SteeringView.
func (s *steering) Zones(region id.Region) int {
	if int(region) >= len(s.w.fixed.Regions) {
		return 0
	}
	return s.w.fixed.Regions[region].Zones
}

// ZoneHealthy implements policy.SteeringView.
func (s *steering) ZoneHealthy(region id.Region, zone id.Zone) bool {
	return s.zones == nil || s.zones.checks.Believed(s.zones.first[region]+int(zone))
}

// Shift implements policy.SteeringOrders.
func (s *steering) Shift(region id.Region, zone id.Zone, away bool) {
	s.ordered = true
	s.w.data.Shift(s.now, region, zone, away)
	s.w.zones.Shift(s.now, region, zone, away)
	if m, ok := s.w.sink.(record.Mover); ok {
		m.Moved(s.now, float64(s.lbs[region])/float64(s.Zones(region)))
	}
	mark, says := record.Returned, "is in service again"
	if away {
		mark, says = record.Drained, "is shifted away"
	}
	s.w.sink.Marked(s.now, mark, region)
	s.w.narrate(s.now, "zone %s %s", s.w.fixed.ZoneName(region, zone), says)
}
