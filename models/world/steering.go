package world

import (
	"slices"
	"time"

	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// growing is a pool that can grow, and how long its owner takes for it.
type growing struct {
	pool    int
	in      time.Duration
	orders  *scenario.Orders
	ordered bool
}

// steering joins the tenant's steering strategies to the world: probes through
// LBs come in as beliefs, orders go out to DNS and to the tenant's people.
type steering struct {
	w          *World
	owner      sim.Owner
	strategies []policy.Steering
	probes     policy.Probes
	checks     checks         // nil where nobody steers
	voters     *health.Voters // they, if several vote
	nameOf     []id.Name      // by LB
	growing    map[id.Region][]growing
	now        sim.Time
	starting   bool  // what is published has been the answer for ever
	calling    int   // the strategy that is called, by its number
	ordered    bool  // a strategy has had something done since now
	healthy    []int // by region: LBs believed healthy
	lbs        []int // by region
	needs      policy.Needs
	zones      *zoneProbes // nil if no strategy needs them
	metrics    *metrics    // nil if no strategy needs them

	evacuations *evacuations // nil where nobody empties a region
}

func newSteering(w *World, list []policy.Steering, l layout) *steering {
	s := &steering{w: w, strategies: list, nameOf: l.nameOf, growing: l.growing,
		healthy: make([]int, len(w.fixed.Regions)), lbs: make([]int, len(w.fixed.Regions))}
	s.owner = w.kernel.Register(s)
	if len(list) == 0 {
		return s
	}
	s.probes = policy.DefaultProbes
	if p, ok := list[0].(policy.Probing); ok {
		s.probes = p.Probes()
	}
	keys := make([]sim.Key, len(l.lbs))
	root := w.key.Named("probes")
	for i := range l.lbs {
		keys[i] = root.Named(w.fixed.Regions[l.lbs[i].Region].Name).At(w.names[l.nameOf[i]].id)
		s.healthy[l.lbs[i].Region]++
		s.lbs[l.lbs[i].Region]++
	}
	s.checks = s.newChecks(keys)
	targets := make([]caller.Probed, len(l.lbs))
	for i := range targets {
		targets[i] = w.data.LB(id.LB(i))
	}
	s.checks.Ask(targets)
	s.needs = needsOf(list)
	if s.needs.Zones.Interval > 0 {
		s.zones = newZoneProbes(s)
	}
	if s.needs.Metrics.Period > 0 {
		s.metrics = newMetrics(s)
	}
	s.start()
	return s
}

// needsOf returns what strategies need; the first that needs something says how.
func needsOf(list []policy.Steering) (all policy.Needs) {
	for _, strategy := range list {
		n, ok := strategy.(policy.Needing)
		if !ok {
			continue
		}
		needs := n.Needs()
		if all.Metrics.Period == 0 {
			all.Metrics = needs.Metrics
		}
		if all.Zones.Interval == 0 {
			all.Zones = needs.Zones
		}
		if !all.Routes.Used {
			all.Routes = needs.Routes
		}
	}
	return all
}

// start has strategies begin before anything happens.
func (s *steering) start() {
	s.starting = true
	for i, strategy := range s.strategies {
		if b, ok := strategy.(policy.Starting); ok {
			s.calling = i
			b.Start(s, s)
		}
	}
	s.starting = false
}

// Reachable implements balancer.Watcher.
func (w *World) Reachable(now sim.Time, lb id.LB, c health.Condition) {
	if w.steering == nil || w.steering.checks == nil {
		return
	}
	w.steering.checks.Changed(now, int(lb), c)
	if z := w.steering.zones; z != nil && int(lb) == w.data.LBs()-1 { // each change is told of all LBs, in order
		z.look(now)
	}
}

// Believed implements health.Listener: a probe's verdict has changed.
func (s *steering) Believed(now sim.Time, target int, healthy bool) {
	lb := id.LB(target)
	region := s.w.data.LB(lb).Region
	if healthy {
		s.healthy[region]++
	} else {
		s.healthy[region]--
	}
	s.now, s.ordered = now, false
	for i, strategy := range s.strategies {
		s.calling = i
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
func (s *steering) Endpoints(name id.Name) []policy.Endpoint { return s.w.authority.Endpoints(name) }

// Answer implements policy.SteeringView.
func (s *steering) Answer(name id.Name) []float64 { return s.w.authority.Newest(name) }

// Healthy implements policy.SteeringView.
func (s *steering) Healthy(name id.Name, endpoint int) bool {
	return s.checks.Believed(int(s.w.LB(name, endpoint)))
}

// HealthyShare implements policy.SteeringView.
func (s *steering) HealthyShare(region id.Region) float64 {
	if s.lbs[region] == 0 {
		return 1
	}
	return float64(s.healthy[region]) / float64(s.lbs[region])
}

// Publish implements policy.SteeringOrders.
func (s *steering) Publish(name id.Name, weights []float64) {
	a := s.w.authority
	if s.starting {
		a.Begin(name, weights)
		return
	}
	if e := s.evacuations; e != nil {
		e.wanted[name] = slices.Clone(weights)
		weights = e.masked(name, weights)
	}
	s.publish(name, weights)
}

// publish makes an answer known.
func (s *steering) publish(name id.Name, weights []float64) {
	a := s.w.authority
	home := a.Ordered(name, 0)
	before := a.Newest(name)
	takes, told := s.w.choice.Design.Publish, "DNS answers"
	if s.needs.Routes.Used {
		takes, told = 0, "routes lead to" // no API is asked
	}
	if !a.Publish(name, s.now.Add(takes), weights) {
		return
	}
	s.ordered = true
	if m, ok := s.w.sink.(record.Mover); ok {
		moved := 0.0
		for e, share := range a.Newest(name) {
			moved += max(0, share-before[e])
		}
		m.Moved(s.now, moved)
	}
	mark := record.Returned
	if home && !a.Ordered(name, 0) {
		mark = record.Drained
	}
	s.w.sink.Marked(s.now, mark, a.Endpoints(name)[0].Region)
	s.w.narrate(s.now, "%s name %d with weights %v", told, name, weights)
}

// Promote implements policy.SteeringOrders. The tenant's people decide, order
// and start the capacity; growing in says how long all of that takes.
func (s *steering) Promote(region id.Region) {
	for i := range s.growing[region] {
		g := &s.growing[region][i]
		if !g.ordered {
			g.ordered, s.ordered = true, true
			s.w.sink.Marked(s.now, record.Promoted, region)
			grow := func(now sim.Time) {
				s.w.kernel.Schedule(now.Add(g.in), sim.Change, s.owner, sim.Event{Arg: uint64(g.pool)})
			}
			if o := s.w.order(g.orders, grow); o != nil {
				o.Place(s.now)
			} else {
				grow(s.now)
			}
		}
	}
}

// The events of steering.
const (
	grown     uint8 = iota // a pool has grown
	woken                  // a strategy wanted to be called
	sampled                // metrics look at servers
	published              // metrics of a period are known
	evacuated              // people move traffic away from a region, or back
)

// Wake implements policy.SteeringOrders.
func (s *steering) Wake(after time.Duration) {
	s.w.kernel.Schedule(s.now.Add(after), sim.Change, s.owner, sim.Event{Kind: woken, Arg: uint64(s.calling)})
}

// Handle implements sim.Handler.
func (s *steering) Handle(now sim.Time, e sim.Event) {
	switch e.Kind {
	case grown:
		s.w.data.Grow(now, int(e.Arg))
		s.w.sink.Marked(now, record.PromotedReady, -1)
	case woken:
		if t, ok := s.strategies[e.Arg].(policy.Ticking); ok {
			s.now, s.calling = now, int(e.Arg)
			t.Tick(s, s)
		}
	case sampled:
		s.metrics.sample(now)
	case evacuated:
		s.evacuate(now, e.Arg)
	case published:
		s.metrics.known = s.metrics.means[e.Arg]
	}
}
