package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/models/station"
	"failsim/sim"
)

// PoolSpec is the backends of one place in one region.
type PoolSpec struct {
	Name          string // the key of its draws
	Region        id.Region
	Zones         int
	Servers       int // over all backends, at least 1
	PerZone       int // backends in each zone
	QueueCapacity int // queue places for each server
	// Grown is how many servers there are after promotion; 0: the same.
	Grown int
	// Spare is how many backends can be started beside: none runs at first.
	Spare int
}

// pool is a set of backends with the belief about their health, in which all
// LBs before it agree. What each has open there, only it knows.
type pool struct {
	region   id.Region
	backends []backend
	weights  []float64   // servers of each backend: how large LBs that mind weights take it for
	gray     bool        // any of its backends is
	slow     bool        // any of its backends is
	healthy  []id.Member // backends that health checks call healthy, ascending
	members  []id.Member // backends that exist now
	open     []id.Member // those that LBs use that fail open: none of a zone that is out of service
	first    int         // index of its first backend among all
	inUse    int         // how many exist now; the rest come with promotion
	absent   int         // of these, in which nothing runs that LBs know
}

// Backends returns how many servers each backend has, and each of those that
// come with promotion; backends take the zones in turns, from the first on.
func (s *PoolSpec) Backends() (now, added []int) {
	now = spread(s.Servers, s.Zones*s.PerZone)
	if s.Grown > s.Servers {
		added = spread(s.Grown-s.Servers, s.Zones*s.PerZone)
	}
	return now, added
}

type backend struct {
	station station.Station
	zone    id.Zone
	up      bool
	alive   bool           // it works on what it has begun, though it may take in nothing new
	closing bool           // its process takes in nothing new
	out     bool           // LBs are to send it nothing
	refuses bool           // it is down, or takes in nothing new, and its host says so
	lost    held           // faults that hold it down by itself
	own     grays          // faults of its own
	grays   grays          // its region's and its own, if it has any of its own
	queue   *station.Queue // instead of the station, where strategies say who is let in and who is next
	pressed bool           // its prober knows that it has more work than probes have patience, and has not seen that it has not
}

// inSystem returns how many requests wait or are served at a backend.
func (b *backend) inSystem(now sim.Time) int {
	if b.queue != nil {
		return b.queue.InSystem()
	}
	return b.station.InSystem(now)
}

// spread splits servers over backends as evenly as whole numbers allow, in
// turns over the zones, without idle backends.
func spread(servers, backends int) []int {
	backends = min(servers, backends)
	split := make([]int, backends)
	for i := range split {
		split[i] = servers / backends
		if i < servers%backends {
			split[i]++
		}
	}
	return split
}

func newPool(s PoolSpec, first int) *pool {
	p := &pool{region: s.Region, first: first}
	now, added := s.Backends()
	p.add(now, s)
	for i := range p.backends {
		p.use(i)
		p.healthy = append(p.healthy, id.Member(i))
	}
	p.spares(s)
	p.add(added, s)
	return p
}

// use has the next backend exist from now on.
func (p *pool) use(i int) {
	p.members, p.open = append(p.members, id.Member(i)), append(p.open, id.Member(i))
	p.inUse = len(p.members)
}

func (p *pool) add(servers []int, s PoolSpec) {
	for i, n := range servers {
		p.backends = append(p.backends, backend{station: *station.InClosedForm(station.Spec{Servers: n, QueueCapacity: n * s.QueueCapacity}), zone: id.Zone(i % s.Zones), up: true, alive: true})
		p.weights = append(p.weights, float64(n))
	}
}

// spares adds slots in which nothing runs yet, as the pool's backends in turn.
func (p *pool) spares(s PoolSpec) {
	n := len(p.backends)
	for k := range s.Spare {
		like := &p.backends[k%n]
		p.add([]int{like.station.Servers()}, s)
		i := len(p.backends) - 1
		b := &p.backends[i]
		b.zone, b.up, b.alive, b.refuses, b.out = like.zone, false, false, true, true
		b.lost[Process]++
		p.members, p.absent = append(p.members, id.Member(i)), p.absent+1
		p.inUse = len(p.members)
	}
}

// believe puts a backend on the list of healthy ones or takes it off.
func (p *pool) believe(i int, healthy bool) {
	list := p.healthy[:0:0]
	for _, b := range p.healthy {
		if int(b) != i {
			list = append(list, b)
		}
	}
	if healthy {
		list = append(list, id.Member(i))
		for j := len(list) - 1; j > 0 && list[j] < list[j-1]; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	p.healthy = list
}

// healthyAt reports whether health checks call a backend healthy.
func (p *pool) healthyAt(i int) bool {
	_, ok := slices.BinarySearch(p.healthy, id.Member(i))
	return ok
}

// works reports whether any backend works, whether or not the LBs know.
func (p *pool) works() bool {
	return slices.ContainsFunc(p.backends[:p.inUse], func(b backend) bool { return b.up })
}

// refuses reports whether every backend does.
func (p *pool) refuses() bool {
	return !slices.ContainsFunc(p.backends[:p.inUse], func(b backend) bool { return !b.refuses })
}
