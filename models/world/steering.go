package world

import (
	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

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
		n := &s.w.names[s.nameOf[lb]] // what no strategy minds raises no alarm
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
		s.metrics.known = &s.metrics.ended[e.Arg]
	}
}
