package balancer

import (
	"fmt"
	"math"

	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/sim"
)

// New builds the data plane. All LBs hold a right configuration.
func New(k *sim.Kernel, key sim.Key, m *topology.Map, lbs []LB, pools []PoolSpec, limits Limits, service Service,
	balancing policy.Balancing, filters []policy.Filtering, watcher Watcher) *DataPlane {
	d := &DataPlane{lbs: lbs, limits: limits, service: service, balancing: balancing, layer: service.Gray.Named("layer"), kind: service.Kind(), fails: service.Gray.Named("kind-fails"), kindWaits: service.Gray.Named("kind-waits"), watcher: watcher}
	for _, r := range m.Regions {
		d.regions = append(d.regions, newRegionState(r.Zones))
	}
	var keys []sim.Key
	for i, s := range pools {
		p := newPool(s, len(d.backends))
		d.pools = append(d.pools, p)
		for j := range p.backends {
			d.backends = append(d.backends, i)
			keys = append(keys, key.Named(s.Name).At(uint64(j)))
		}
	}
	for i := range lbs {
		l := &lbs[i]
		l.plane, l.index, l.region, l.pool = d, id.LB(i), &d.regions[l.Region], d.pools[l.Pool]
		l.resize(0, &d.limits, 1)
	}
	d.giveViews()
	if d.hook(newHooks(d, filters, false)); d.hooks == nil {
		if _, ok := balancing.(policy.Indifferent); ok {
			d.open.ignore()
		}
	}
	d.checks = health.New(k, limits.Check.ProbeTiming, keys, d)
	for _, p := range d.pools {
		for i := range p.backends {
			if p.backends[i].out {
				d.checks.Absent(p.first + i)
			}
		}
	}
	d.startProbes(filters)
	return d
}

// giveViews gives each LB a view of its own, of the backends of its pool alone:
// it knows nothing of the requests that other LBs send them.
func (d *DataPlane) giveViews() {
	places := 0
	for i := range d.lbs {
		l := &d.lbs[i]
		l.places = int32(places - l.pool.first)
		places += len(l.pool.backends)
	}
	if places > math.MaxInt32 {
		panic(fmt.Sprintf("balancer: the LBs' views hold %d backends, more than can be numbered", places))
	}
	d.open = newOpenAttempts(places)
	for i := range d.lbs {
		l := &d.lbs[i]
		l.view = policy.Targets{Healthy: l.pool.healthy, Weights: l.pool.weights, InFlight: d.open.counts[int(l.places)+l.pool.first:][:len(l.pool.backends)], Cursor: &l.cursor}
	}
}

// CalledBy says who has attempts at backends, of how many populations, and who is told
// what servers work; it is called before time starts.
func (d *DataPlane) CalledBy(c Callers, work Spending, populations int) {
	if d.surges != nil {
		d.surges.clients = c
	}
	if d.callers = c; d.calling != nil {
		d.calling.calledBy(c, work, populations)
		d.callers = d.calling
	}
}
