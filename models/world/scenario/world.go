package scenario

import (
	"time"

	"failsim/models/file"
)

func (r *reader) world(n file.Node) World {
	m := n.Open("world")
	defer m.Done()
	m.Renamed("places", "locations")
	w := World{
		Providers:    file.Need(m, "providers", file.ListOf("providers", r.provider), "an owner of regions, which may fail as a whole"),
		Locations:    file.Need(m, "locations", file.ListOf("locations", r.location), "where clients are"),
		Distances:    file.Get(m, "distances", r.distances, nil, "round trips between regions; without one, it is estimated through the location nearest to both, which errs high"),
		LB:           file.Or(m, "load-balancers", r.loadBalancers, "{}", "how load balancers are made and check their servers", "assumptions; see the keys"),
		ControlPlane: file.Or(m, "control-plane", controlPlane, "{}", "what changes load balancers, the same in every region", "assumptions; see the keys"),
		Store:        file.Or(m, "state-store", stateStore, "{}", "where the control plane keeps its records, the same in every region", "assumptions; see the keys"),
		CommonMode:   file.Get(m, "common-mode", commonMode, CommonMode{}, "dependencies that providers share unknowingly; without, none"),
	}
	r.declareBuiltIn(n)
	w.Data = file.Get(m, "data", file.ListOf("data", r.data), nil, "the tenant's own data, which replicas keep; without, none")
	w.Services = file.Get(m, "services", r.serviceList, nil, "services of your own, and what built-in ones need (PROVIDER/REGION/lbs, /servers, /control-plane, /state-store; dns); without, the built-in ones alone, of which a control-plane needs its state-store")
	w.Queues = file.Get(m, "queues", oneOfWorkflows(file.ListOf("queues", r.queue)), nil, "queues of work: workers that do jobs by rules; without, none")
	w.Stocks = file.Get(m, "stocks", file.ListOf("stocks", r.stock), nil, "units of which jobs take one each; without, none")
	w.Herds = file.Get(m, "herds", file.ListOf("herds", r.herd), nil, "members that hold something while a service is up; without, none")
	w.Configurations = file.Get(m, "configurations", file.ListOf("configurations", r.configuration), nil, "configurations with versions, which instances of services hold and pushes change; without, none")
	return w
}

func (r *reader) provider(n file.Node) Provider {
	m := n.Open("provider")
	defer m.Done()
	p := Provider{Name: file.Need(m, "provider", r.providers.Declared, "the name of a provider")}
	p.Regions = file.Need(m, "regions", file.ListOf("regions", func(n file.Node) Region { return r.region(p.Name, n) }), "its regions")
	return p
}

func (r *reader) region(provider string, n file.Node) Region {
	m := n.Open("region")
	defer m.Done()
	full := ""
	region := Region{
		Name: file.Need(m, "region", func(n file.Node) string {
			short := file.NameOf(n)
			if provider != "" && short != "" {
				full = provider + "/" + short
				r.regions.Declare(n, full)
			}
			return short
		}, "the name of a region; elsewhere it is called PROVIDER/REGION"),
		Zones: file.Or(m, "zones", zones, "3", "how many zones it has", "the large providers have three or more in most regions"),
		Fleet: file.Or(m, "fleet", r.fleet, "8000", "how many load balancers of all customers it has", "assumption: only shares are published"),
	}
	r.zones[full] = region.Zones
	return region
}

func (r *reader) fleet(n file.Node) int {
	size := file.PositiveCountOf(n)
	r.fleets = append(r.fleets, fleetSize{n, size})
	return size
}

// mostZones is several times what any provider has in a region.
const mostZones = 26

var zones = file.That(file.PositiveCountOf, "at most 26", func(n int) bool { return n <= mostZones })

func (r *reader) location(n file.Node) Location {
	m := n.Open("location")
	defer m.Done()
	m.Renamed("place", "location")
	trips := file.Or(m, "rtt", r.roundTrips, "{}", "round trips of its clients to each region", "assumption; see the keys")
	return Location{
		Name:     file.Need(m, "location", r.locations.Declared, "the name of a location"),
		Clock:    file.Get(m, "clock", clock, 0, "its local time ahead of UTC"),
		RTT:      trips.to,
		NotGiven: trips.notGiven,
	}
}

// trips are round trips to every region, and to which of them the file gives none.
type trips struct {
	to       map[string]time.Duration
	notGiven []string
}

var clock = file.That(file.OffsetOf, "from -14h to 14h", func(d time.Duration) bool { return d.Abs() <= 14*time.Hour })

// usualTrip is a round trip that was not measured.
const usualTrip = 100 * time.Millisecond

// roundTrips reads a duration for every region.
func (r *reader) roundTrips(n file.Node) trips {
	m := n.Open("round trips")
	all := trips{to: map[string]time.Duration{}}
	for _, region := range r.regions.All() {
		if n.Exhausted() {
			break
		}
		if !m.Has(region) {
			all.notGiven = append(all.notGiven, region)
		}
		all.to[region] = file.Get(m, region, file.DurationOf, usualTrip, "the round trip to this region", "assumption: 30 ms of access network and 70 ms to the next region of a continent")
	}
	m.Done()
	return all
}

func (r *reader) distances(n file.Node) []Distance {
	line := map[[2]string]int{}
	return file.ListOf("distances", func(n file.Node) Distance {
		d := r.distance(n)
		pair := [2]string{min(d.Between[0], d.Between[1]), max(d.Between[0], d.Between[1])}
		if first, there := line[pair]; there && pair[0] != "" {
			n.Refuse("the distance between %s and %s is given twice; the first is in %s", pair[0], pair[1], n.In(first))
		}
		line[pair] = n.Line()
		return d
	})(n)
}

func (r *reader) distance(n file.Node) Distance {
	m := n.Open("distance")
	defer m.Done()
	return Distance{
		Between: file.Need(m, "between", r.pair, "the two regions"),
		RTT:     file.Need(m, "rtt", file.DurationOf, "the round trip between them"),
	}
}

func (r *reader) pair(n file.Node) (pair [2]string) {
	before := n.Problems()
	ends := file.ListOf("regions", r.regions.Reference)(n)
	if n.Problems() > before || len(ends) == 0 {
		return pair
	}
	if len(ends) != 2 || ends[0] == ends[1] {
		n.Refuse("a distance lies between two different regions")
		return pair
	}
	return [2]string{ends[0], ends[1]}
}
