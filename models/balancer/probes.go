package balancer

import (
	"slices"
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// What probes see: LBs' checks of their backends, and the watcher's probes of LBs.
//
// A probe meets one of the backends that it may be sent to and that are up, each
// as likely as the others. It waits there for a server, as a request would, and is
// refused where a request would be. As long as no backend's backlog exceeds the
// patience of probes and none is full, no probe can fail for want of a server, and
// none is looked at. The request that makes it so presses the backend; from then
// on each probe is an event, until one finds it steady.

// startProbes has the watcher see errors and nothing else, until it says more.
func (d *DataPlane) startProbes(filters []policy.Filtering) {
	d.opens = -1
	for _, f := range filters {
		if o, ok := f.(policy.FailingOpen); ok {
			d.opens = max(d.opens, o.OpensBelow())
		}
	}
	if d.limits.Check.FailsOpen {
		d.opens = max(d.opens, 0)
	}
	targets := make([]caller.Probed, len(d.backends))
	for i := range targets {
		targets[i] = checked{d, id.Backend(i)}
	}
	d.checks.Ask(targets)
	d.WatchedBy(0, policy.Probes{Sight: policy.Sight{Errors: 1}})
	for _, p := range d.pools {
		for i := range p.inUse {
			d.backendChanged(0, p, i)
		}
	}
}

// WatchedBy says how the watcher probes LBs.
func (d *DataPlane) WatchedBy(now sim.Time, probes policy.Probes) {
	d.probes, d.patience = probes, never
	if probes.Work != policy.Aside {
		d.patience = probes.Timeout
	}
	if check := &d.limits.Check; check.Work != policy.Aside {
		d.patience = min(d.patience, check.Timeout)
	}
	d.announce(now)
}

// checked is a backend as LBs check it.
type checked struct {
	plane   *DataPlane
	backend id.Backend
}

// Probe implements caller.Probed.
func (c checked) Probe(now sim.Time, q *caller.Probe) Answer {
	d := c.plane
	p := d.pools[d.backends[c.backend]]
	i, s := int(c.backend)-p.first, &d.limits.Check.Sight
	b := &p.backends[i]
	a := d.ask(now, p, i, s, nil, q)
	q.Steady = s.Work != policy.Request && (s.Slow == 0 || d.ailsOf(p, b).slow() == 1) && !d.strained(now, b)
	if q.Steady {
		b.pressed = false
	}
	return a
}

// Probe implements caller.Target, for the watcher.
func (l *LB) Probe(now sim.Time, q *caller.Probe) Answer {
	d := l.plane
	if q.Sign {
		return l.sign(now, q)
	}
	s := &d.probes.Sight
	p, among, layer := l.pool, d.asked(l.pool), l.layer
	if d.probes.Around {
		among, layer = p.members, nil
	}
	wait, full := d.surge(now, l)
	a := refused(now, request.SurgeQueueFull)
	if !full {
		a = d.ask(now, p, p.pick(among, q.Key.Named("backend").Uint64(uint64(now))), s, layer, q)
		a.At = a.At.Add(wait)
	}
	strained := func(i id.Member) bool { return d.strained(now, &p.backends[i]) }
	if s.Work != policy.Request && !d.waits(l) && (s.Slow == 0 || !p.slow) && !slices.ContainsFunc(p.members, strained) {
		q.Steady = true
		for i := range p.backends {
			p.backends[i].pressed = false
		}
	}
	return a
}

// sign is what a probe for a sign of life meets.
func (l *LB) sign(now sim.Time, q *caller.Probe) Answer {
	switch c := l.plane.condition(l); {
	case c.Fails && c.Silent:
		return lost(request.ServiceDown)
	case c.Fails:
		return refused(now, request.NoHealthyTarget)
	case c.Gray > 0 && q.Key.Float64(q.Nth) < c.Gray:
		return refused(now, request.ServerError)
	}
	return refused(now, request.None)
}

// pick returns one of some backends that is up; there is one.
func (p *pool) pick(among []id.Member, u uint64) int {
	up := 0
	for _, i := range among {
		up += int(oneIf(p.backends[i].up))
	}
	nth := int((u >> 32) * uint64(up) >> 32)
	for _, i := range among {
		if p.backends[i].up {
			if nth--; nth < 0 {
				return int(i)
			}
		}
	}
	panic("balancer: a probe is asked for where none can be answered")
}

// surge returns how long a probe waits in an LB's surge queue, or that this is
// full. It takes no place there.
func (d *DataPlane) surge(now sim.Time, l *LB) (wait time.Duration, refused bool) {
	if !d.waits(l) {
		return 0, false
	}
	if d.surges != nil {
		wait, refused = d.surges.probe(now, l)
		l.over = wait > 0 || refused
		return wait, refused
	}
	wait, ok := l.surge.Wait(now, d.limits.SurgeCapacity)
	if l.over = wait > 0 || !ok; !ok {
		return 0, true
	}
	return wait, false
}

// ask sends a probe to a backend, through a layer that may have faults too.
func (d *DataPlane) ask(now sim.Time, p *pool, i int, s *policy.Sight, layer grays, q *caller.Probe) Answer {
	b, key, at := &p.backends[i], q.Key, uint64(now)
	ails := d.ailsOf(p, b)
	slow, work := 1.0, time.Duration(0)
	if f := ails.slow(); f > 1 && key.Named("slow").Float64(at) < s.Slow {
		slow = f
	}
	if s.Work == policy.Request || slow > 1 {
		work = time.Duration(float64(d.service.Distribution.Quantile(key.Named("work").Float64(at))) * slow)
	}
	failed, inLayer := failsProbe(layer, ails, s.Errors, key.Named("gray").Float64(q.Nth))
	if failed != nil && failed.ErrorAfter > 0 {
		if work = failed.ErrorAfter; inLayer {
			return refused(now.Add(work), failed.cause())
		}
	}
	wait, ok := d.serve(now, p, i, s.Work, work)
	if !ok {
		return refused(now, request.OverloadPrimary)
	}
	a := Answer{Backend: id.Backend(p.first + i), Times: Times{Start: now.Add(wait), At: now.Add(wait + work), Work: work}}
	if failed != nil {
		a.Cause = failed.cause()
	}
	return a
}

// serve has a probe wait for a server, and occupy it if that is its work.
func (d *DataPlane) serve(now sim.Time, p *pool, i int, does policy.Work, work time.Duration) (wait time.Duration, ok bool) {
	b := &p.backends[i]
	switch {
	case does == policy.Aside:
		return 0, true
	case does == policy.Waiting:
		wait, full := d.wait(now, b)
		return wait, !full
	}
	work = time.Duration(float64(work) / max(1, d.service.Weight))
	if b.queue != nil {
		wait, _ = d.wait(now, b)
		a := d.queues.offer(now, nil, b, id.Backend(p.first+i), policy.Visit{Came: now, Until: sim.Never}, seat{probe: true}, Answer{Times: Times{Work: work}})
		d.press(now, p, i)
		return wait, a.Backend >= 0
	}
	start, _, ok := b.station.Offer(now, work)
	d.press(now, p, i)
	return start.Sub(now), ok
}

// failsProbe returns which fault of a layer or of the backend behind it fails a
// probe that sees a share of errors, if any does, by a uniform draw.
func failsProbe(layer, ails grays, sees, u float64) (failed *Gray, inLayer bool) {
	if u >= sees {
		return nil, false
	}
	u /= sees
	if failed = layer.fails(u); failed != nil {
		return failed, true
	}
	e := layer.errors()
	return ails.fails((u - e) / (1 - e)), false
}
