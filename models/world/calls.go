package world

import (
	"slices"

	"failsim/models/balancer"
	"failsim/models/cache"
	"failsim/models/caller"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/service"
	"failsim/models/station"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// buildCalls builds the services that are asked, and who asks them; nil if none is.
func (w *World) buildCalls() *calls {
	all := w.scenario.Everything(w.choice.Design)
	if !slices.ContainsFunc(all, func(s scenario.NamedService) bool { return s.Asked() }) {
		return nil
	}
	c := &calls{w: w, asked: make([]int, len(all)), maker: make([]int, len(all)), pools: make([]int, len(w.fixed.Regions))}
	var specs []service.AskedSpec
	for i := range all {
		c.asked[i], c.maker[i] = -1, -1
		if s := &all[i]; s.Asked() {
			c.asked[i], c.maker[i] = len(specs), len(specs)
			specs = append(specs, w.askedOf(s))
		}
	}
	makers := make([]service.CallerSpec, len(specs))
	for i := range all {
		if c.asked[i] >= 0 {
			makers[c.asked[i]] = c.makerOf(all, i)
		}
	}
	for i := range all {
		if what, region := all[i].BuiltIn(); what == scenario.ServerService {
			c.maker[i], c.pools[w.fixed.Region(region)] = len(makers), len(makers)
			makers = append(makers, c.makerOf(all, i))
		}
	}
	c.of = service.NewCalls(&w.kernel, w.key, specs, makers)
	return c
}

// askedOf returns a service that is asked: as many requests, servers and places to wait
// are one as the scenario says.
func (w *World) askedOf(s *scenario.NamedService) service.AskedSpec {
	scaled := func(n int) int { return max(1, int(float64(n)/w.scenario.Weight+0.5)) }
	spec := service.AskedSpec{Name: s.Name, Servers: scaled(s.Servers), Capacity: station.Unlimited, Work: s.Work}
	if s.QueueCapacity > 0 {
		spec.Capacity = scaled(s.QueueCapacity)
	}
	return spec
}

// makerOf returns what a service asks others for.
func (c *calls) makerOf(all []scenario.NamedService, i int) service.CallerSpec {
	s := &all[i]
	m := service.CallerSpec{Name: s.Name}
	for k := range s.Needs {
		n := &s.Needs[k]
		on := c.asked[slices.IndexFunc(all, func(o scenario.NamedService) bool { return o.Name == n.On })]
		if on < 0 || !n.AtOnce() {
			continue
		}
		m.Calls = append(m.Calls, service.CallSpec{On: on, Share: n.Share, Rules: callerRules(&n.Calls)})
	}
	if h := s.Cache; h != nil {
		m.Cache = &service.CacheSpec{Keeps: h.Keeps, TTL: h.TTL,
			Rules: cache.Rules{CoalesceNew: h.CoalesceNew, CoalesceExpired: h.CoalesceExpired, Updating: h.Updating, Background: h.Background, Rests: h.Rests, GivesUp: h.GivesUp, Stale: h.Stale, StaleOnError: h.StaleOnError}}
		if h.Objects > 0 {
			m.Cache.Objects, m.Cache.Keeps = cache.NewObjects(h.Objects, h.Zipf), min(h.Keeps, h.Objects)
		}
	}
	return m
}

// callerRules returns how a service, or an LB, calls others.
func callerRules(c *scenario.Calls) caller.Rules {
	r := caller.Rules{Timeout: c.Timeout, Patience: scenario.MostPatience, Retrying: service.Never{}, Sending: strategies[any](c.Sending)}
	if c.Retrying != nil {
		r.Retrying = strategies[policy.Retrying](c.Retrying)[0]
	}
	return r
}

// upstream returns what servers ask; nil if none does.
func (c *calls) upstream() balancer.Upstream {
	if c == nil || !slices.ContainsFunc(c.pools, c.of.Asks) {
		return nil
	}
	return c
}

// Ask implements balancer.Upstream.
func (c *calls) Ask(now sim.Time, region id.Region, draw, request uint64, object uint32, tag uint64) bool {
	return c.of.Ask(now, c.pools[region], service.Wanted{Draw: draw, Request: request, Object: object, Who: c.w.data, Tag: tag})
}

// asks reports whether a service is asked.
func (c *calls) asks(i id.Service) bool { return c != nil && c.asked[i] >= 0 }

// be has a service that is asked, or asks, be as it is. One that has stopped holds
// nothing any more.
func (c *calls) be(now sim.Time, i id.Service, s *service.State) {
	if c == nil {
		return
	}
	if !s.Running && c.maker[i] >= 0 {
		if lost := c.of.Cold(c.maker[i]); lost > 0 {
			c.w.narrate(now, "%s: its cache is cold: it has lost %d objects", c.w.services.graph.Name(i), lost)
		}
	}
	if c.asked[i] >= 0 {
		c.of.Be(now, c.asked[i], s)
	}
}

// wait has a service that is asked wait for somebody with all that it does.
func (c *calls) wait(i id.Service, waits distribution.Distribution) {
	if c.asks(i) {
		c.of.Wait(c.asked[i], waits)
	}
}

// reportEnd tells who follows the run what caches did.
func (c *calls) reportEnd(now sim.Time) {
	if c == nil {
		return
	}
	for i, m := range c.maker {
		if m < 0 {
			continue
		}
		n, ok := c.of.Cached(m)
		if ok && n.Hits+n.Misses == 0 && c.of.Logged(m) {
			c.w.narrate(now, "%s: its cache held the answer to no request, as no log says which object was asked for (cache: objects: as-logged)", c.w.services.graph.Name(id.Service(i)))
		}
		if ok && n.Hits+n.Misses > 0 {
			c.w.narrate(now, "%s: of %d requests its cache held the answer to %.1f %%; it asked %d times", c.w.services.graph.Name(id.Service(i)), n.Hits+n.Misses,
				100*float64(n.Hits)/float64(n.Hits+n.Misses), n.Fetches)
		}
	}
}
