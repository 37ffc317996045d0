// Package balancer is the data plane: load balancers that forward requests
// with the configuration they hold, pools of backends behind them, health
// checks of backends, and overload of both.
//
// A request passes in one plain call, which fixes when its answer leaves; the
// caller schedules what follows. It leaves out connections and TLS, bytes on
// links, and LBs that disagree about a backend's health. An LB forgets at once what
// a lost backend was working on, though the client of a machine that vanished waits.
package balancer

import (
	"fmt"
	"math"
	"slices"
	"time"

	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/sim"
)

// Limits are the same for every LB.
type Limits struct {
	Burst         time.Duration
	SurgeCapacity float64 // weighted
	Check         policy.Check
}

// Watcher probes LBs.
type Watcher interface {
	// Reachable reports what a probe through an LB would meet from now on.
	Reachable(now sim.Time, lb id.LB, c health.Condition)
}

// Callers have attempts at backends.
type Callers interface {
	caller.Waiting
	// Lost reports that a backend lost all it was working on. Its callers get
	// no answer if silent, else an error.
	Lost(now sim.Time, backend id.Backend, cause request.Cause, silent bool)
}

// DataPlane is all LBs and backends of the tenant.
type DataPlane struct {
	regions   []regionState
	zonesLost bool // any, in any region, or strategies mind zones
	lbs       []LB
	pools     []*pool
	backends  []int // pool of each backend
	open      *openAttempts
	limits    Limits
	service   Service
	balancing policy.Balancing
	balance   sim.Key
	kind      sim.Key // draws of which kind a request is
	fails     sim.Key // and whether that fails an attempt
	later     uint64  // what an attempt's draws have added to its request's
	layer     sim.Key // draws whether a gray LB that only forwards fails a request
	hooks     *hooks  // nil unless strategies filter, learn or remember
	queues    *queues // nil unless strategies say who is let in at backends
	minds     bool    // there are hooks, or zones matter
	checks    *health.Checks
	watcher   Watcher
	callers   Callers
	probes    policy.Probes // the watcher's
	patience  time.Duration // of the most impatient probes that wait for a server
	opens     float64       // an LB with fewer healthy backends asks all: this share of those in use; below 0 never
}

// New builds the data plane. All LBs hold a right configuration.
func New(k *sim.Kernel, key sim.Key, m *topology.Map, lbs []LB, pools []PoolSpec, limits Limits, service Service,
	balancing policy.Balancing, filters []policy.Filtering, watcher Watcher) *DataPlane {
	d := &DataPlane{lbs: lbs, limits: limits, service: service, balancing: balancing, balance: key.Named("balance"), layer: service.Gray.Named("layer"), kind: service.Gray.Named("kind"), fails: service.Gray.Named("kind-fails"), watcher: watcher}
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

// hook has hooks see to every request, if there are any.
func (d *DataPlane) hook(h *hooks) {
	if d.hooks = h; h != nil {
		d.balancing, d.zonesLost, d.minds = h, h.zonal, true
		if len(h.learners) > 0 {
			d.open.tellOf(h)
		}
	}
	for i := range d.lbs {
		d.lbs[i].judge()
	}
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

// Service returns what a request costs a server.
func (d *DataPlane) Service() Service { return d.service }

// LB returns a load balancer, to be changed by the control plane only.
func (d *DataPlane) LB(i id.LB) *LB { return &d.lbs[i] }

// LBs returns how many load balancers there are.
func (d *DataPlane) LBs() int { return len(d.lbs) }

// Believed implements health.Listener.
func (d *DataPlane) Believed(now sim.Time, target int, healthy bool) {
	p := d.pools[d.backends[target]]
	before := d.serves(p)
	d.believe(now, p, target-p.first, healthy && !d.away(p, target-p.first))
	if d.serves(p) != before {
		d.announce(now)
	}
}

// believe has all LBs before a pool take a backend for healthy, or not.
func (d *DataPlane) believe(now sim.Time, p *pool, i int, healthy bool) {
	p.believe(i, healthy)
	if d.hooks != nil {
		d.hooks.believed(now, d.backends[p.first], i, healthy)
	}
	d.show(p)
}

// choice is what LBs choose among, before filters.
func (d *DataPlane) choice(p *pool) []id.Member {
	if len(p.healthy) == 0 && d.limits.Check.FailsOpen {
		return p.open
	}
	return p.healthy
}

// reopen works out anew what LBs use that fail open.
func (d *DataPlane) reopen(p *pool) {
	p.open = slices.DeleteFunc(slices.Clone(p.members), func(i id.Member) bool { return d.away(p, int(i)) })
	d.show(p)
}

// show has LBs before a pool see what they choose among.
func (d *DataPlane) show(p *pool) {
	for j := range d.lbs {
		if l := &d.lbs[j]; l.pool == p {
			l.view.Healthy = d.choice(p)
			l.judge()
		}
	}
}

// Grow brings a pool to its full size.
func (d *DataPlane) Grow(now sim.Time, pool int) {
	p := d.pools[pool]
	for i := p.inUse; i < len(p.backends); i++ {
		p.use(i)
		d.reopen(p)
		d.believe(now, p, i, !d.away(p, i)) // as the checks do, until they know better
		b := &p.backends[i]
		b.up, b.alive, b.refuses = d.regions[p.region].stateOf(b)
		d.backendChanged(now, p, i)
	}
	d.announce(now)
}

// Configure writes a configuration to an LB: with its targets, or without.
func (d *DataPlane) Configure(now sim.Time, lb id.LB, targets bool) {
	l := &d.lbs[lb]
	l.Version++
	if l.Targets != targets {
		l.Targets = targets
		l.judge()
		d.watcher.Reachable(now, lb, d.meets(l))
	}
}

// Resize gives an LB another number of nodes.
func (d *DataPlane) Resize(now sim.Time, lb id.LB, nodes int) {
	l := &d.lbs[lb]
	l.Nodes = nodes
	l.resize(now, &d.limits, l.region.inService())
}

// Condition returns what a probe through an LB meets now.
func (d *DataPlane) Condition(lb id.LB) health.Condition { return d.condition(&d.lbs[lb]) }

// Behind returns what a probe meets now that goes around an LB, to the
// backends behind it: it passes as long as any of them works, whatever LBs
// believe of them.
func (d *DataPlane) Behind(lb id.LB) health.Condition { return d.behind(d.lbs[lb].pool) }

func (d *DataPlane) behind(p *pool) health.Condition {
	switch {
	case !p.works():
		return health.Condition{Fails: true, Silent: !p.refuses()}
	case d.regions[p.region].common:
		return health.Condition{Fails: true}
	}
	return health.Condition{Gray: d.grayErrors(p, p.members)}
}

func (d *DataPlane) condition(l *LB) health.Condition {
	switch {
	case l.region.down != request.None:
		return health.Condition{Fails: true, Silent: true}
	case l.region.lbsLost > 0:
		return health.Condition{Fails: true, Silent: true}
	case !l.Targets || l.region.common || !d.serves(l.pool):
		return health.Condition{Fails: true}
	}
	return health.Condition{Gray: d.errors(l)}
}

// announce tells the watcher about every LB; it does not mind being told what
// it knows.
func (d *DataPlane) announce(now sim.Time) {
	for i := range d.lbs {
		d.watcher.Reachable(now, id.LB(i), d.meets(&d.lbs[i]))
	}
}
