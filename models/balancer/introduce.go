package balancer

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// introduce tells LBs what never changes of their backends and of each other, for
// strategies that want to know.
func (d *DataPlane) introduce() {
	before := make([]int, len(d.pools))
	for i := range d.lbs {
		l := &d.lbs[i]
		l.view.Number = before[l.Pool]
		before[l.Pool]++
	}
	zones := make([][]id.Zone, len(d.pools))
	for p := range d.pools {
		for i := range d.pools[p].backends {
			zones[p] = append(zones[p], d.pools[p].backends[i].zone)
		}
	}
	for i := range d.lbs {
		l := &d.lbs[i]
		l.view.LBs, l.view.Zones, l.view.Asks = before[l.Pool], zones[l.Pool], asked{l.pool}
	}
}

// asked are the backends of a pool.
type asked struct{ *pool }

var _ policy.Backends = asked{}

// Outstanding implements policy.Backends.
func (a asked) Outstanding(now sim.Time, backend id.Member) int {
	return a.backends[backend].inSystem(now)
}
