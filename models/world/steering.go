package world

import (
	"time"

	"failsim/models/health"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// defaultProbes are those of a DNS service's health checks, for steering that
// does not state its own: Route 53, interval 30 s, threshold 3, connect within
// 4 s.
var defaultProbes = policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 4 * time.Second, Unhealthy: 3, Healthy: 3}

// growing is a pool that can grow, and how long its owner takes for it.
type growing struct {
	pool    int
	in      time.Duration
	ordered bool
}

// steering joins the tenant's steering strategies to the world: probes through
// LBs come in as beliefs, orders go out to DNS and to the tenant's people.
type steering struct {
	w          *World
	owner      sim.Owner
	strategies []policy.Steering
	checks     *health.Checks
	around     bool  // probes go around the LBs
	nameOf     []int // by LB
	growing    map[int][]growing
	now        sim.Time
	ordered    bool  // a strategy has had something done since now
	healthy    []int // by region: LBs believed healthy
	lbs        []int // by region
}

func newSteering(w *World, list []policy.Steering, l layout) *steering {
	s := &steering{w: w, strategies: list, nameOf: l.nameOf, growing: l.growing,
		healthy: make([]int, len(w.fixed.Regions)), lbs: make([]int, len(w.fixed.Regions))}
	s.owner = w.kernel.Register(s)
	if len(list) == 0 {
		return s
	}
	probes := policy.Probes{ProbeTiming: defaultProbes}
	if p, ok := list[0].(policy.Probing); ok {
		probes = p.Probes()
	}
	s.around = probes.Around
	keys := make([]sim.Key, len(l.lbs))
	root := w.key.Named("probes")
	for i := range l.lbs {
		keys[i] = root.Named(w.fixed.Regions[l.lbs[i].Region].Name).At(w.names[l.nameOf[i]].id)
		s.healthy[l.lbs[i].Region]++
		s.lbs[l.lbs[i].Region]++
	}
	s.checks = health.New(&w.kernel, probes.ProbeTiming, keys, s)
	return s
}

// Reachable implements balancer.Watcher.
func (w *World) Reachable(now sim.Time, lb int, c health.Condition) {
	if w.steering == nil || w.steering.checks == nil {
		return
	}
	if w.steering.around {
		c = w.data.Behind(lb)
	}
	w.steering.checks.Changed(now, lb, c)
}

// Lost implements balancer.Watcher.
func (w *World) Lost(now sim.Time, backend int, cause request.Cause, silent bool) {
	w.clients.Lost(now, backend, cause, silent)
}

// Believed implements health.Listener: a probe's verdict has changed.
func (s *steering) Believed(now sim.Time, lb int, healthy bool) {
	region := s.w.data.LB(lb).Region
	if healthy {
		s.healthy[region]++
	} else {
		s.healthy[region]--
	}
	s.now, s.ordered = now, false
	for _, strategy := range s.strategies {
		strategy.Steer(s.nameOf[lb], s, s)
	}
	if s.ordered && !healthy {
		n := &s.w.names[s.nameOf[lb]] // what no strategy minds alarms nobody
		s.w.sink.Alarmed(now, record.Raised{By: record.TenantProbes, Region: region, Population: request.Population(n.population), Name: n.number})
	}
}

// Now implements policy.SteeringView.
func (s *steering) Now() sim.Time { return s.now }

// Names implements policy.SteeringView.
func (s *steering) Names() int { return len(s.w.names) }

// Endpoints implements policy.SteeringView.
func (s *steering) Endpoints(name int) []policy.Endpoint { return s.w.authority.Endpoints(name) }

// Healthy implements policy.SteeringView.
func (s *steering) Healthy(name, endpoint int) bool {
	return s.checks.Believed(s.w.LB(name, endpoint))
}

// HealthyShare implements policy.SteeringView.
func (s *steering) HealthyShare(region int) float64 {
	if s.lbs[region] == 0 {
		return 1
	}
	return float64(s.healthy[region]) / float64(s.lbs[region])
}

// Publish implements policy.SteeringOrders.
func (s *steering) Publish(name int, weights []float64) {
	a := s.w.authority
	home := a.Ordered(name, 0)
	if !a.Publish(name, s.now.Add(s.w.choice.Design.Publish), weights) {
		return
	}
	s.ordered = true
	mark := record.Returned
	if home && !a.Ordered(name, 0) {
		mark = record.Drained
	}
	s.w.sink.Marked(s.now, mark, a.Endpoints(name)[0].Region)
	s.w.narrate(s.now, "DNS answers name %d with weights %v", name, weights)
}

// Promote implements policy.SteeringOrders. The tenant's people decide, order
// and start the capacity; growing in says how long all of that takes.
func (s *steering) Promote(region int) {
	for i := range s.growing[region] {
		g := &s.growing[region][i]
		if !g.ordered {
			g.ordered, s.ordered = true, true
			s.w.sink.Marked(s.now, record.Promoted, region)
			s.w.kernel.Schedule(s.now.Add(g.in), sim.Change, s.owner, sim.Event{Arg: uint64(g.pool)})
		}
	}
}

// Handle implements sim.Handler: a pool has grown.
func (s *steering) Handle(now sim.Time, e sim.Event) {
	s.w.data.Grow(now, int(e.Arg))
	s.w.sink.Marked(now, record.PromotedReady, -1)
}
