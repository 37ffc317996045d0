package scenario

import (
	"time"
)

func (r *reader) world(n node) World {
	m := n.open("world")
	defer m.done()
	return World{
		Providers:    need(m, "providers", listOf("providers", r.provider)),
		Places:       need(m, "places", listOf("places", r.place)),
		Distances:    get(m, "distances", r.distances, nil),
		LB:           need(m, "load-balancers", loadBalancers),
		ControlPlane: need(m, "control-plane", controlPlane),
		Store:        need(m, "state-store", stateStore),
		CommonMode:   get(m, "common-mode", commonMode, CommonMode{}),
	}
}

func (r *reader) provider(n node) Provider {
	m := n.open("provider")
	defer m.done()
	p := Provider{Name: need(m, "provider", r.providers.declared)}
	p.Regions = need(m, "regions", listOf("regions", func(n node) Region { return r.region(p.Name, n) }))
	return p
}

func (r *reader) region(provider string, n node) Region {
	m := n.open("region")
	defer m.done()
	full := ""
	region := Region{
		Name: need(m, "region", func(n node) string {
			short := name(n)
			if provider != "" && short != "" {
				full = provider + "/" + short
				r.regions.declare(n, full)
			}
			return short
		}),
		Zones: need(m, "zones", zones),
		Fleet: need(m, "fleet", r.fleet),
	}
	r.zones[full] = region.Zones
	return region
}

// fleetSize is the size of a region's fleet and where the file says it.
type fleetSize struct {
	node node
	size int
}

func (r *reader) fleet(n node) int {
	size := positiveCount(n)
	r.fleets = append(r.fleets, fleetSize{n, size})
	return size
}

// mostZones is several times what any provider has in a region.
const mostZones = 26

var zones = that(positiveCount, "at most 26", func(n int) bool { return n <= mostZones })

func (r *reader) place(n node) Place {
	m := n.open("place")
	defer m.done()
	return Place{
		Name:  need(m, "place", r.places.declared),
		Clock: get(m, "clock", clock, 0),
		RTT:   need(m, "rtt", r.roundTrips),
	}
}

var clock = that(offset, "from -14h to 14h", func(d time.Duration) bool { return d.Abs() <= 14*time.Hour })

// roundTrips reads a duration for every region.
func (r *reader) roundTrips(n node) map[string]time.Duration {
	m := n.open("round trips")
	trips := map[string]time.Duration{}
	for _, region := range r.regions.words {
		if r.exhausted() {
			break
		}
		trips[region] = need(m, region, duration)
	}
	m.done()
	return trips
}

func (r *reader) distances(n node) []Distance {
	line := map[[2]string]int{}
	return listOf("distances", func(n node) Distance {
		d := r.distance(n)
		pair := [2]string{min(d.Between[0], d.Between[1]), max(d.Between[0], d.Between[1])}
		if first, there := line[pair]; there && pair[0] != "" {
			n.refuse("the distance between %s and %s is given twice; the first is in line %d", pair[0], pair[1], first)
		}
		line[pair] = n.at.Line
		return d
	})(n)
}

func (r *reader) distance(n node) Distance {
	m := n.open("distance")
	defer m.done()
	return Distance{
		Between: need(m, "between", r.pair),
		RTT:     need(m, "rtt", duration),
	}
}

func (r *reader) pair(n node) (pair [2]string) {
	before := len(r.problems)
	ends := listOf("regions", r.regions.reference)(n)
	if len(r.problems) > before || len(ends) == 0 {
		return pair
	}
	if len(ends) != 2 || ends[0] == ends[1] {
		n.refuse("a distance lies between two different regions")
		return pair
	}
	return [2]string{ends[0], ends[1]}
}
