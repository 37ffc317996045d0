package study

import (
	"fmt"
	"slices"

	"failsim/models/request"
	"failsim/models/world/scenario"
)

// Faults of some of a region's backends, as README reports them: of every so many
// of a pool, or of a zone in it, the first few, in their order; LBs stay as they are.

// hosts returns the backends that a fault hits.
func (r *naiveRegion) hosts(f scenario.Fault) (list []*naiveBackend) {
	for _, p := range r.pools {
		var those []*naiveBackend
		for _, b := range p.backends {
			if f.Zone == -1 || b.zone == f.Zone {
				those = append(those, b)
			}
		}
		for i, b := range those {
			if f.Of == 0 || i%f.Of < f.First {
				list = append(list, b)
			}
		}
	}
	return list
}

// failHosts returns what begins and what ends a fault of backends.
func (n *naive) failHosts(r *naiveRegion, f scenario.Fault) (begin, end func()) {
	if f.Share == 0 && f.Factor <= 1 {
		each := func(change func(*naiveBackend)) func() {
			return func() {
				for _, b := range r.hosts(f) {
					change(b)
				}
				n.settle(r)
			}
		}
		return each(func(b *naiveBackend) { b.lost = append(b.lost, f.As) }), each(func(b *naiveBackend) {
			i := slices.Index(b.lost, f.As)
			b.lost = slices.Delete(b.lost, i, i+1)
		})
	}
	g := naiveGray{f.Share, max(1, f.Factor), f.ErrorAfter}
	return func() {
			for _, b := range r.hosts(f) {
				b.grays = append(b.grays, g)
			}
		}, func() {
			for _, b := range r.hosts(f) {
				i := slices.Index(b.grays, g)
				b.grays = slices.Delete(b.grays, i, i+1)
			}
		}
}

// failLBs returns what begins and what ends a fault of a region's LBs of some names.
func (n *naive) failLBs(r *naiveRegion, f scenario.Fault) (begin, end func()) {
	each := func(change func(*naiveLB)) func() {
		return func() {
			for _, lb := range r.managed {
				p := n.populations[lb.name.population]
				if f.LB == p.Name || f.LB == fmt.Sprint(p.Name, "/", lb.name.number) {
					lb.flow(n.now)
					change(lb)
				}
			}
		}
	}
	if f.Share == 0 && f.Factor <= 1 {
		return each(func(lb *naiveLB) { lb.lost = append(lb.lost, f.As) }), each(func(lb *naiveLB) {
			i := slices.Index(lb.lost, f.As)
			lb.lost = slices.Delete(lb.lost, i, i+1)
		})
	}
	g := naiveGray{f.Share, max(1, f.Factor), f.ErrorAfter}
	return each(func(lb *naiveLB) { lb.grays = append(lb.grays, g) }), each(func(lb *naiveLB) {
		i := slices.Index(lb.grays, g)
		lb.grays = slices.Delete(lb.grays, i, i+1)
	})
}

// refuses reports whether a backend is down and its host says so: no fault of another
// kind holds it down.
func (b *naiveBackend) refuses() bool {
	r := b.pool.region
	if r.vanished() || slices.ContainsFunc(b.lost, func(as string) bool { return as != scenario.AsProcess }) {
		return false
	}
	return r.refuses(int(b.zone)) || r.lostZones[b.zone] == 0 && r.down() == request.None && len(b.lost) > 0
}

// ails returns the faults of a backend: those of its region, then its own.
func (b *naiveBackend) ails() *naiveRegion {
	return &naiveRegion{grays: slices.Concat(b.pool.region.grays, b.grays)}
}

// errors is the share of requests that fails, if some backends of a pool are asked
// equally often.
func (p *naivePool) errors(asked func(*naiveBackend) bool) float64 {
	sum, n := 0.0, 0.0
	for _, b := range p.backends {
		if asked(b) {
			e, _ := b.ails().gray()
			sum += e
			n++
		}
	}
	if n == 0 {
		e, _ := p.region.gray()
		return e
	}
	return sum / n
}

// cause is why a backend is down.
func (b *naiveBackend) cause() request.Cause {
	r := b.pool.region
	if c := r.down(); c == request.None && r.lostZones[b.zone] == 0 {
		return request.BackendDown
	}
	return r.cause()
}
