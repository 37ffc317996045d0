package study

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
)

// pool is the servers of a design at one region, where the peak of 4.5 requests
// a second of a second each keeps 4.5 servers busy.
func pool(t *testing.T, zones, perZone int, capacity float64) (results.Servers, string) {
	t.Helper()
	s := draw(1).only(sketchFault{at: 10, kind: scenario.DemandSurge, what: "factor: 2", lasts: 20}).plain(0)
	s.places, s.populations = s.places[:1], []sketchPopulation{{name: "q", place: s.places[0].name, users: 10, names: 1, rate: 4.5}}
	s.regions[0].zones, s.perZone, s.serviceLow, s.serviceHigh = zones, perZone, 0.999999999, 1.000000001
	s.timeout, s.patience = 5, 5
	s.designs = s.designs[:1]
	for place := range s.designs[0].serve {
		s.designs[0].serve[place][0].capacity = capacity
	}
	delete(s.designs[0].serve, "p1")
	read, w := s.read(t)
	d := []*scenario.Design{&read.Designs[0]}
	return w.Servers(d[0])[0], strings.Join(w.Cautions(d, nil, false), "\n")
}

// The mistake was to round in silence: capacities of 50, 55 and 60 % were one run
// with three headrooms, 110 % of five servers in three zones were 2, 2 and 1, and
// of few servers in 14 zones two zones got any.
func TestWholeServersAreSpokenOf(t *testing.T) {
	for _, c := range []struct {
		what           string
		zones, perZone int
		capacity       float64
		says, caution  string
	}{
		{"50 %", 3, 1, 0.5, "50 % of 4.5 busy at the peak = 3 servers (67 %), 1+1+1 in 3 zones", ""},
		{"60 %", 3, 1, 0.6, "60 % of 4.5 busy at the peak = 3 servers (67 %), 1+1+1 in 3 zones", ""},
		{"101 %", 3, 1, 1.01, "101 % of 4.5 busy at the peak = 5 servers (111 %), 2+2+1 in 3 zones, unevenly", "more than busy (150 %)"},
		{"110 %", 3, 1, 1.10, "110 % of 4.5 busy at the peak = 5 servers (111 %), 2+2+1 in 3 zones, unevenly", "more than busy (150 %)"},
		{"backends of a server each", 3, 2, 1.10, "110 % of 4.5 busy at the peak = 5 servers (111 %), 2+2+1 in 3 zones, unevenly", ""},
		{"uneven, but enough everywhere", 3, 1, 1.5, "150 % of 4.5 busy at the peak = 7 servers (156 %), 3+2+2 in 3 zones, unevenly", ""},
		{"two servers in 14 zones", 14, 1, 0.4, "40 % of 4.5 busy at the peak = 2 servers (44 %), 1+1+0+0+0+0+0+0+0+0+0+0+0+0 in 14 zones, some without any", "stand in 2 of its 14 zones"},
		{"one zone", 1, 1, 1, "100 % of 4.5 busy at the peak = 5 servers (111 %), one zone", ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			servers, caution := pool(t, c.zones, c.perZone, c.capacity)
			assert.Equal(t, "p0 at a/r0: "+c.says, servers.String())
			if c.caution == "" {
				assert.NotContains(t, caution, "servers")
			} else {
				assert.Contains(t, caution, c.caution)
			}
		})
	}
}

// Relations that would have caught it: designs whose capacities come to the same
// servers are told to have the same headroom, as they are one run; and the
// servers that are printed are those that the second engine builds.
func TestRelationsOfServers(t *testing.T) {
	relations(t, []relation{
		{"capacities that come to the same servers are one run, and have one headroom", 20, func(r *trial) {
			s := r.clone()
			a := r.run(s, 0)
			one := a.workload.Servers(&a.workload.Scenario.Designs[0])
			other := func(w *Workload) { // as little capacity as still comes to the same servers
				for _, p := range one {
					for i := range w.Scenario.Designs[0].Serve[p.Location] {
						e := &w.Scenario.Designs[0].Serve[p.Location][i]
						if e.Region == p.Region && e.Rank == 1 { // a standby's LBs are as large as its capacity, too
							e.Capacity = (float64(p.Servers) - 0.999) / float64(p.Busy)
						}
					}
				}
			}
			b := r.run(s, 0, other)
			d := func(x *run) *scenario.Design { return &x.workload.Scenario.Designs[0] }
			r.sameOutcomes(a, b)
			left := func(x *run) world.Headroom {
				return world.Headroom(x.workload.Describe(d(x), &x.workload.Scenario.Incidents[0]).Headroom)
			}
			r.check(left(a) == left(b), "%+v and %+v", left(a), left(b))
		}},
		{"the servers that are printed are those of the second engine", 20, func(r *trial) {
			read, w := r.read(r.t)
			for i := range read.Designs {
				n := newNaive(w, world.Choice{Design: &read.Designs[i], Incident: &read.Incidents[0], Seed: r.seed})
				for k, p := range w.Servers(&read.Designs[i]) {
					now, grown := make([]int, len(p.Zones)), make([]int, len(p.Zones))
					for _, b := range n.pools[k].backends {
						grown[b.zone] += b.servers
						if b.inUse {
							now[b.zone] += b.servers
						}
					}
					r.check(slices.Equal(p.Zones, now) && slices.Equal(p.GrownZones, grown), "%v, and %v and %v by the second engine", p, now, grown)
				}
			}
		}},
	})
}
