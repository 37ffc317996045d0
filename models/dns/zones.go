package dns

import (
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/sim"
)

// Zones are the addresses behind an LB's own name, one node a zone unless told
// otherwise: a zone that health checks call bad is withdrawn from the answer, unless
// all are. An answer carries them in rotated order; a client connects to the one that
// it was told first, and whether it tries the next one is for it to say.
type Zones struct {
	checks  *health.Checks
	first   []int        // index of each region's first zone
	count   []int        // zones of each region
	changes [][]sim.Time // by zone: when it was withdrawn, announced again, withdrawn, ...
	shifted []bool       // by zone: withdrawn whatever health checks call it
	carries int          // addresses in an answer; 0: one a zone
}

// NewZones returns the zones of all regions, all of them announced.
func NewZones(k *sim.Kernel, key sim.Key, m *topology.Map, timing policy.ProbeTiming) *Zones {
	z := &Zones{}
	var keys []sim.Key
	for r := range m.Regions {
		z.first = append(z.first, len(keys))
		z.count = append(z.count, m.Regions[r].Zones)
		for i := range m.Regions[r].Zones {
			keys = append(keys, key.Named(m.ZoneName(id.Region(r), id.Zone(i))))
			z.changes = append(z.changes, nil)
		}
	}
	z.shifted = make([]bool, len(keys))
	z.checks = health.New(k, timing, keys, z)
	return z
}

// Carry has answers carry so many addresses, of nodes that take the zones in turns.
func (z *Zones) Carry(addresses int) { z.carries = addresses }

// Shift withdraws a zone whatever health checks call it, or leaves it to them
// again.
func (z *Zones) Shift(now sim.Time, region id.Region, zone id.Zone, away bool) {
	i := z.first[region] + int(zone)
	z.shifted[i] = away
	z.settle(now, i)
}

// settle withdraws a zone or announces it again, if that is a change.
func (z *Zones) settle(now sim.Time, i int) {
	withdrawn := z.shifted[i] || !z.checks.Believed(i)
	if withdrawn != (len(z.changes[i])%2 == 1) {
		z.changes[i] = append(z.changes[i], now)
	}
}

// Changed reports that a zone is lost or back, and whether its hosts refuse while it
// is lost.
func (z *Zones) Changed(now sim.Time, region id.Region, zone id.Zone, up, refuses bool) {
	z.checks.Changed(now, z.first[region]+int(zone), health.Condition{Fails: !up, Silent: !refuses})
}

// Believed implements health.Listener.
func (z *Zones) Believed(now sim.Time, target int, _ bool) { z.settle(now, target) }

// announced reports whether the zone at a place was in the answers of an instant.
func (z *Zones) announced(place int, asked sim.Time) bool {
	changes := z.changes[place]
	n := len(changes)
	for n > 0 && changes[n-1] > asked {
		n--
	}
	return n%2 == 0
}

// Pick returns the zone of one of the addresses that a resolver was told when it
// asked, the first of which is 0, if there are so many; u spreads resolvers over
// zones.
func (z *Zones) Pick(region id.Region, asked sim.Time, u uint64, address int) (zone id.Zone, ok bool) {
	n := z.count[region]
	start, reported := int(u%uint64(n)), 0
	if z.carries > 0 && address >= z.carries {
		return 0, false
	}
	for i := range n {
		if z.announced(z.first[region]+(start+i)%n, asked) {
			reported++
		}
	}
	none := reported == 0 // is announced, so all are
	if none {
		reported = n
	}
	if z.carries == 0 && address >= reported {
		return 0, false
	}
	for address %= reported; ; start++ {
		if c := start % n; none || z.announced(z.first[region]+c, asked) {
			if address == 0 {
				return id.Zone(c), true
			}
			address--
		}
	}
}
