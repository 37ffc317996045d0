package study

import (
	"math"
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// naiveCheck probes one target tick by tick, whatever it is.
type naiveCheck struct {
	timing        policy.ProbeTiming
	ask           func() naiveSeen
	changed       func() // the verdict has; may be nil
	healthy       bool
	contradicting int
}

// naiveSeen is a probe's answer, and when it comes.
type naiveSeen struct {
	bad   bool
	after time.Duration
}

var unanswered = naiveSeen{true, math.MaxInt64}

func (n *naive) check(timing policy.ProbeTiming, key sim.Key, ask func() naiveSeen, changed func()) *naiveCheck {
	c := &naiveCheck{timing: timing, ask: ask, changed: changed, healthy: true}
	phase := time.Duration(key.Named("phase").Float64(0) * float64(timing.Interval))
	n.at(sim.Time(phase), sim.Probe, func() { n.probe(c) })
	return c
}

func (n *naive) probe(c *naiveCheck) {
	seen := c.ask()
	switch {
	case seen.after > c.timing.Timeout:
		seen = naiveSeen{true, c.timing.Timeout}
	case !seen.bad: // how long it takes to pass is left out
		seen.after = 0
	}
	period := c.timing.Interval
	if c.timing.FromEnd {
		period += seen.after
	}
	n.after(period, sim.Probe, func() { n.probe(c) })
	if seen.after == 0 {
		c.result(!seen.bad)
		return
	}
	n.after(seen.after, sim.Probe, func() { c.result(!seen.bad) })
}

func (c *naiveCheck) result(passed bool) {
	if passed == c.healthy {
		c.contradicting = 0
		return
	}
	c.contradicting++
	if passed && c.contradicting == c.timing.Healthy || !passed && c.contradicting == c.timing.Unhealthy {
		c.healthy, c.contradicting = passed, 0
		if c.changed != nil {
			c.changed()
		}
	}
}

// startProbes has steering probe every LB, and DNS every zone.
func (n *naive) startProbes() {
	for _, r := range n.regions {
		for z := range r.lostZones {
			key := n.key.Named("zones").Named(n.fixed.ZoneName(r.index, id.Zone(z)))
			r.zones = append(r.zones, n.check(n.design.Check.ProbeTiming, key, func() naiveSeen {
				switch {
				case r.refusing[z] > 0 && r.refusing[z] == r.lostZones[z]:
					return naiveSeen{bad: true}
				case r.lostZones[z] > 0:
					return unanswered
				}
				return naiveSeen{}
			}, func() { n.routeZone(r.index, id.Zone(z)) }))
		}
	}
	if len(n.steering) == 0 {
		return
	}
	probes := policy.DefaultProbes
	if p, ok := n.steering[0].(policy.Probing); ok {
		probes = p.Probes()
	}
	for _, lb := range n.lbs {
		key := n.key.Named("probes").Named(n.fixed.Regions[lb.region.index].Name).At(lb.name.id)
		lb.check = n.check(probes.ProbeTiming, key, func() naiveSeen { return n.askLB(lb, probes, key) }, func() {
			for i, s := range n.steering {
				n.calling = i
				s.Steer(lb.name.index, n, n)
			}
		})
	}
	for i, s := range n.steering {
		if b, ok := s.(policy.Starting); ok {
			n.calling, n.starting = i, true
			b.Start(n, n)
		}
	}
	n.starting = false
}

// askLB is a probe of steering.
func (n *naive) askLB(lb *naiveLB, probes policy.Probes, key sim.Key) naiveSeen {
	condition, layer, among := lb.condition, lb.layer(), lb.pool.asked()
	if probes.Around {
		condition, layer = lb.behind, &naiveRegion{}
		among = slices.DeleteFunc(slices.Clone(lb.pool.backends), func(b *naiveBackend) bool { return !b.inUse })
	}
	fails, silent, gray := condition()
	switch {
	case fails && silent:
		return unanswered
	case fails:
		return naiveSeen{bad: true}
	case gray*probes.Errors > 0:
		lb.probed++
	}
	wait := time.Duration(0)
	if lb.over && probes.Work != policy.Aside && !probes.Around && lb.queue != nil {
		refused := false
		if wait, refused = n.probeOfLB(lb); refused {
			return naiveSeen{bad: true}
		}
		lb.over = wait > 0
	} else if lb.over && probes.Work != policy.Aside && !probes.Around {
		spec := &n.scenario.World.LB
		perSecond := lb.perSecond()
		excess := max(0, lb.level-n.now.Sub(lb.last).Seconds()*perSecond) + 1 - max(1, spec.Burst.Seconds()*perSecond)
		switch {
		case perSecond == 0 || excess > float64(spec.SurgeQueue)/n.scenario.Weight:
			return naiveSeen{bad: true}
		case excess <= 0:
			lb.over = false
		default:
			wait = sim.FromSeconds(excess / perSecond)
		}
	}
	among = slices.DeleteFunc(slices.Clone(among), func(b *naiveBackend) bool { return !b.up })
	nth := int(key.Named("backend").Uint64(uint64(n.now)) >> 32 * uint64(len(among)) >> 32)
	seen := n.askBackend(among[nth], probes.Sight, layer, key, lb.probed)
	seen.after += wait
	return seen
}

// checkBackend is an LB's check of a backend.
func (n *naive) checkBackend(b *naiveBackend, key sim.Key) naiveSeen {
	sight := n.design.Check.Sight
	switch e, _ := b.ails().gray(); {
	case !b.inUse:
		return naiveSeen{}
	case b.refuses():
		return naiveSeen{bad: true}
	case !b.up:
		return unanswered
	case e*sight.Errors > 0:
		b.probed++
	}
	return n.askBackend(b, sight, &naiveRegion{}, key, b.probed)
}

// askBackend is a probe where a backend answers it, or a layer before it fails it.
func (n *naive) askBackend(b *naiveBackend, sight policy.Sight, layer *naiveRegion, key sim.Key, nth uint64) naiveSeen {
	now := uint64(n.now)
	ails, work := b.ails(), time.Duration(0)
	_, slow := ails.gray()
	meets := slow > 1 && key.Named("slow").Float64(now) < sight.Slow
	if !meets {
		slow = 1
	}
	if meets || sight.Work == policy.Request {
		work = time.Duration(float64(n.scenario.Service.Time.Quantile(key.Named("work").Float64(now))) * slow)
	}
	bad := false
	if u := key.Named("gray").Float64(nth); u < sight.Errors {
		u /= sight.Errors
		by, spoilt := layer.failure(u)
		if spoilt && by.after > 0 {
			return naiveSeen{true, by.after}
		}
		if !spoilt {
			e, _ := layer.gray()
			by, bad = ails.failure((u - e) / (1 - e))
		}
		if bad = bad || spoilt; bad && by.after > 0 {
			work = by.after
		}
	}
	if sight.Work == policy.Aside {
		return naiveSeen{bad, work}
	}
	probe := &naiveAttempt{work: work, over: true, entered: n.now, patient: sim.Never}
	if len(b.serving) == b.servers && len(b.waiting) == b.places || !n.admits(b, probe) {
		return naiveSeen{bad: true}
	}
	wait := n.wait(b)
	if sight.Work == policy.Request {
		n.line(b, probe)
		n.next(b)
	}
	return naiveSeen{bad, wait + work}
}

// wait is how long who comes now waits for a server, if those who are there are
// served in turn.
func (n *naive) wait(b *naiveBackend) time.Duration {
	free := slices.Repeat([]sim.Time{n.now}, b.servers-len(b.serving))
	for _, a := range b.serving {
		free = append(free, a.start.Add(a.work))
	}
	for _, a := range b.waiting {
		if n.newest(b) {
			break // it goes before them all
		}
		slices.Sort(free)
		free[0] = free[0].Add(max(a.work, a.needs))
	}
	return slices.Min(free).Sub(n.now)
}

// asked returns the backends that an LB chooses among.
func (p *naivePool) asked() (list []*naiveBackend) {
	for _, b := range p.backends {
		if b.inUse && b.check.healthy {
			list = append(list, b)
		}
	}
	if len(list) == 0 && p.open {
		return slices.DeleteFunc(slices.Clone(p.backends), func(b *naiveBackend) bool { return !b.inUse })
	}
	return list
}

// condition is what a probe through the LB meets now.
func (lb *naiveLB) condition() (fails, silent bool, gray float64) {
	asked := lb.pool.asked()
	switch {
	case lb.region.down() != request.None:
		return true, lb.region.vanished(), 0
	case len(lb.lost) > 0:
		return true, !lb.refuses(), 0
	case !lb.targets, lb.region.commons > 0, !slices.ContainsFunc(asked, func(b *naiveBackend) bool { return b.up }):
		return true, false, 0
	}
	gray = lb.pool.errors(func(b *naiveBackend) bool { return slices.Contains(asked, b) })
	layer, _ := lb.layer().gray() // it fails some by itself
	gray = 1 - (1-gray)*(1-layer)
	return false, false, gray
}

// behind is what a probe around the LB meets now: the backends as they are.
func (lb *naiveLB) behind() (fails, silent bool, gray float64) {
	r := lb.pool.region
	switch {
	case !slices.ContainsFunc(lb.pool.backends, func(b *naiveBackend) bool { return b.inUse && !b.refuses() }):
		return true, false, 0
	case !slices.ContainsFunc(lb.pool.backends, func(b *naiveBackend) bool { return b.inUse && b.up }):
		return true, true, 0 // nobody is there
	case r.commons > 0:
		return true, false, 0
	}
	return false, false, lb.pool.errors(func(b *naiveBackend) bool { return b.inUse })
}
