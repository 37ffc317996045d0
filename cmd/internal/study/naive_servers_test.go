package study

import (
	"math"
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
)

type naiveGray struct {
	errors, slow float64
	after        time.Duration // until an error; 0: all of the work
}

type naivePool struct {
	name     string
	region   *naiveRegion
	backends []*naiveBackend
	growsIn  time.Duration
	ordered  bool
	open     bool // its LBs use all backends where none is healthy
}

type naiveBackend struct {
	pool             *naivePool
	zone             id.Zone
	servers, places  int
	inUse, up        bool
	lost             []string    // how faults of its own hold it down
	grays            []naiveGray // its own
	check            *naiveCheck
	probed           uint64 // gray probes
	serving, waiting []*naiveAttempt
	queue            *naiveQueue
	held             []*naiveAttempt // answered, on the way to a distant LB
}

func (n *naive) newPool(place string, e scenario.Endpoint, erlangs float64) *naivePool {
	p := &naivePool{name: place + "@" + e.Region, region: n.regions[n.fixed.Region(e.Region)], growsIn: e.GrowsIn, ordered: e.GrowsTo <= e.Capacity,
		open: n.design.Check.FailsOpen}
	count := func(capacity float64) int { return max(1, int(math.Ceil(capacity*erlangs-1e-9))) }
	first := count(e.Capacity)
	n.addBackends(p, first, true)
	if e.GrowsTo > e.Capacity && count(e.GrowsTo) > first {
		n.addBackends(p, count(e.GrowsTo)-first, false)
	}
	n.pools = append(n.pools, p)
	p.region.pools = append(p.region.pools, p)
	return p
}

func (n *naive) addBackends(p *naivePool, servers int, inUse bool) {
	zones, spec := len(p.region.lostZones), &n.scenario.World.LB
	backends := min(servers, zones*spec.BackendsPerZone)
	for i := range backends {
		b := &naiveBackend{pool: p, zone: id.Zone(i % zones), servers: servers / backends, inUse: inUse, up: true, queue: n.newQueue()}
		if i < servers%backends {
			b.servers++
		}
		b.places = b.servers * spec.QueueCapacity
		key := n.key.Named("data-plane").Named(p.name).At(uint64(len(p.backends)))
		b.check = n.check(n.design.Check.ProbeTiming, key, func() naiveSeen { return n.checkBackend(b, key) }, nil)
		p.backends = append(p.backends, b)
	}
}

// grow brings a pool to its full size.
func (n *naive) grow(p *naivePool) {
	for _, b := range p.backends {
		b.inUse = true
	}
	n.settle(p.region)
}

// pick has an LB's balancing strategy choose a backend, by what this LB has
// sent, or returns nil.
func (n *naive) pick(lb *naiveLB, draw uint64) *naiveBackend {
	t, asked := policy.Targets{Cursor: &lb.turn}, lb.pool.asked()
	for i, b := range lb.pool.backends {
		has := int32(0)
		for _, a := range lb.open {
			if a.backend == b {
				has++
			}
		}
		t.InFlight = append(t.InFlight, has)
		if slices.Contains(asked, b) {
			t.Healthy = append(t.Healthy, id.Member(i))
		}
	}
	if len(t.Healthy) == 0 {
		return nil
	}
	return lb.pool.backends[n.balancing.Pick(&t, n.key.Named("data-plane").Named("balance").Uint64(draw))]
}

// send puts an attempt among those that an LB has at its backends; forget takes
// it away.
func (lb *naiveLB) send(a *naiveAttempt, b *naiveBackend) {
	a.backend = b
	lb.open = append(lb.open, a)
}

func (lb *naiveLB) forget(a *naiveAttempt) {
	a.backend = nil
	lb.open = slices.DeleteFunc(lb.open, func(o *naiveAttempt) bool { return o == a })
}

// next starts who is first in line, if a server is free.
func (n *naive) next(b *naiveBackend) {
	for len(b.serving) < b.servers && len(b.waiting) > 0 {
		a := n.turn(b)
		if a == nil {
			continue
		}
		if a.needs > 0 {
			a.work, a.served = a.needs, a.known == request.None
		}
		b.serving = append(b.serving, a)
		a.started, a.start = true, n.now
		n.after(a.work, sim.Completion, func() { n.served(b, a) })
	}
}

func (n *naive) served(b *naiveBackend, a *naiveAttempt) {
	i := slices.Index(b.serving, a)
	if i < 0 {
		return // lost
	}
	b.serving = slices.Delete(b.serving, i, i+1)
	n.measured(b, a)
	if a.request == nil { // a probe's
		n.next(b)
		return
	}
	b.held = append(b.held, a)
	n.after(a.lb.toPool, sim.Completion, func() {
		if i := slices.Index(b.held, a); i >= 0 {
			b.held = slices.Delete(b.held, i, i+1)
			n.answer(a, a.known)
		}
	})
	n.next(b)
}

// lose takes a region down for a cause.
func (n *naive) lose(r *naiveRegion, cause request.Cause, as string) {
	if r.lostBy = append(r.lostBy, cause); as == scenario.AsProcess {
		r.processes++
	}
	n.settle(r)
}

func (n *naive) giveBack(r *naiveRegion, cause request.Cause, as string) {
	if as == scenario.AsProcess {
		r.processes--
	}
	i := slices.Index(r.lostBy, cause)
	r.lostBy = slices.Delete(r.lostBy, i, i+1)
	n.settle(r)
}

// refuses reports whether all that holds a zone down, and its region, leaves its hosts
// there to refuse.
func (r *naiveRegion) refuses(zone int) bool {
	all, there := r.lostZones[zone]+len(r.lostBy), r.refusing[zone]+r.processes
	return all > 0 && there == all
}

// vanished reports whether a whole region is, with its hosts.
func (r *naiveRegion) vanished() bool { return r.processes < len(r.lostBy) }

func (n *naive) loseZone(r *naiveRegion, f scenario.Fault, by int) {
	zone := f.Zone
	switch f.As {
	case scenario.AsProcess:
		r.refusing[zone] += by
	case scenario.AsMachine:
		r.gone[zone] += by
	}
	for _, lb := range r.managed {
		lb.flow(n.now)
	}
	r.lostZones[zone] += by
	n.settle(r)
}

// settle makes the backends of a region what it and its zones are; what they
// had is lost.
func (n *naive) settle(r *naiveRegion) {
	for _, p := range r.pools {
		for _, b := range p.backends {
			was := b.up
			b.up = r.down() == request.None && r.lostZones[b.zone] == 0 && len(b.lost) == 0
			if !b.up && was && b.inUse {
				n.clear(b)
			}
		}
	}
}

func (n *naive) clear(b *naiveBackend) {
	r := b.pool.region
	gone := slices.Concat(b.serving, b.waiting, b.held)
	b.serving, b.waiting, b.held, b.queue = nil, nil, nil, n.newQueue()
	for _, a := range gone {
		if a.over {
			continue
		}
		a.lb.forget(a)
		reports := !r.vanished() && r.gone[b.zone] == 0 && !slices.Contains(b.lost, scenario.AsMachine)
		a.served, a.taken = false, reports
		a.silent, a.known = true, b.cause() // who hangs up before it hears of it blames the same
		if cause := a.known; reports {
			n.after(n.trip(a), sim.Completion, func() {
				a.heard = true // from the LB
				n.know(a, cause)
			})
		}
	}
}

// startCommonMode has what providers share fail with the incident's provider.
func (n *naive) startCommonMode(c world.Choice) {
	provider, at := -1, sim.Time(0)
	for _, f := range slices.Backward(c.Incident.Faults) {
		switch {
		case f.Region != "":
			provider, at = n.fixed.Regions[n.fixed.Region(f.Region)].Provider, sim.Time(f.At)
		case f.Provider != "":
			provider, at = n.fixed.Provider(f.Provider), sim.Time(f.At)
		}
	}
	uses := slices.ContainsFunc(n.lbs, func(lb *naiveLB) bool { return n.fixed.Regions[lb.region.index].Provider == provider })
	key := n.key.Named("incident/" + c.Incident.Name).Named("common-mode")
	if !c.Incident.FailsProvider() || !uses || key.Float64(0) >= n.scenario.World.CommonMode.Share {
		return
	}
	for i, r := range n.regions {
		if n.fixed.Regions[i].Provider != provider {
			n.at(at, sim.Change, func() { r.commons++ })
			n.at(at.Add(n.scenario.World.CommonMode.For.Quantile(key.Float64(1))), sim.Change, func() { r.commons-- })
		}
	}
}
