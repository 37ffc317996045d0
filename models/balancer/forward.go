package balancer

import (
	"cmp"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// Minds reports whether it matters to any LB who asks, or at which of its nodes: as
// nearly always it does not, no check is needed.
func (d *DataPlane) Minds() bool { return d.minds }

// Forward passes an attempt through an LB at now. zone is where the LB node
// that the client has connected to stands; draw numbers the attempt's draws.
//
// The whole of the network's round trip is charged on the way back, so LBs and
// backends see an attempt when it is sent: every decision is a one-way delay
// (below 0.1 s on Earth) early, which is nothing on the time scale of failover.
func (d *DataPlane) Forward(now sim.Time, l *LB, zone id.Zone, draw uint64) Answer {
	return d.pass(now, l, zone, &Draws{Number: draw}, false)
}

// ForwardDrawn is ForwardAsked where it does not matter who asks.
func (d *DataPlane) ForwardDrawn(now sim.Time, l *LB, draws *Draws) Answer {
	return d.pass(now, l, 0, draws, false)
}

// Serve passes an attempt on that leaves the surge queue, unless the LB has
// been lost or misconfigured meanwhile.
func (d *DataPlane) Serve(now sim.Time, l *LB, zone id.Zone, draw uint64) Answer {
	return d.pass(now, l, zone, &Draws{Number: draw}, true)
}

// pass takes an attempt into an LB, unless it was taken in before, and passes it
// on to a backend. That fixes when it will have been answered. It is one function,
// as one more call on the way of every request would cost some 20 instructions.
func (d *DataPlane) pass(now sim.Time, l *LB, zone id.Zone, draws *Draws, takenIn bool) Answer {
	if l.plain && !takenIn {
		if l.measured++; !l.surge.Takes(now) { // admit, of which this much costs no call
			if wait, ok := l.surge.Queue(d.limits.SurgeCapacity); wait > 0 || !ok {
				return d.keep(now, l, wait, ok)
			}
		}
	} else if a, over := d.enter(now, l, zone, draws, takenIn); over {
		return a
	}
	p := l.pool
	d.open.look(now)
	pick, work := draws.Pick, draws.Work
	if work == undrawn {
		pick, work = d.service.draw(draws)
	}
	i := d.balancing.Pick(&l.view, pick)
	b, backend := &p.backends[i], id.Backend(p.first)+id.Backend(i)
	if !b.up {
		if b.refuses {
			return refused(now, d.downCause(p, b))
		}
		// Open until the LB hangs up, or a dead backend would look idle.
		return Answer{Fate: Fate{Cause: d.downCause(p, b)}, Backend: backend, Times: Times{At: now.Add(d.limits.Check.Timeout)}}
	}
	start, finish, ok := b.station.Offer(now, work)
	if !ok {
		return refused(now, request.OverloadPrimary)
	}
	if start != now || finish.Sub(now) > d.patience {
		d.press(now, p, int(backend)-p.first)
	}
	return Answer{Backend: backend, Times: Times{At: finish.Add(l.ToPool), Start: start, Work: work}}
}

// onlyIn stands for the work of an attempt that is taken in and goes no further, as an
// LB that calls its backends itself goes on with it. It is no function of its own, as
// its call would cost requests of other designs two instructions.
var onlyIn *Draws

// enter takes an attempt into an LB that is not plain, unless it was taken in before, and
// says what becomes of it unless it is passed on as any other.
func (d *DataPlane) enter(now sim.Time, l *LB, zone id.Zone, draws *Draws, takenIn bool) (a Answer, over bool) {
	if h := d.hooks; h != nil && !h.passing && draws != onlyIn {
		return d.ForwardAsked(now, l, zone, h.key, draws, takenIn), true
	}
	if r := l.region; r.impaired || l.lost.down() {
		switch {
		case r.down != request.None && !r.resets:
			return lost(r.down), true
		case !takenIn && r.refuses(zone):
			return Answer{Fate: Fate{Cause: cmp.Or(r.down, request.ZoneDown)}, Backend: caller.Refused, Times: Times{At: now}}, true
		case r.down != request.None && takenIn:
			return refused(now, r.down), true
		case !takenIn && !r.zoneUp(zone):
			return lost(cmp.Or(r.down, request.ZoneDown)), true
		case l.lost.refuses() && !takenIn:
			return Answer{Fate: Fate{Cause: request.ServiceDown}, Backend: caller.Refused, Times: Times{At: now}}, true
		case l.lost.refuses():
			return refused(now, request.ServiceDown), true
		case r.lbsLost > 0, l.lost.down():
			return lost(request.ServiceDown), true
		case r.common:
			return refused(now, request.CommonMode), true
		}
	}
	if d.surges != nil && !takenIn {
		if a, over := d.surges.comes(now, l); over {
			return a, true
		}
	} else if !takenIn {
		if wait, ok := l.admit(now, &d.limits); !ok || wait > 0 && l.Targets {
			return d.keep(now, l, wait, ok), true
		}
	}
	switch {
	case draws == onlyIn:
	case !l.Targets:
		return refused(now, request.LBMisconfigured), true
	case l.gray, d.queues != nil:
		return d.passGray(now, l, draws), true
	case len(l.view.Healthy) == 0:
		return refused(now, request.NoHealthyTarget), true
	}
	return Answer{}, false
}

// ForwardAsked is Forward where it matters who asks, and where it has been drawn
// already by what a backend is picked and how long it works, see Service; it may have
// been taken in before.
// With hooks it passes an attempt on with the LB's view as filters leave it, and as is
// left of that to one that is tried again.
func (d *DataPlane) ForwardAsked(now sim.Time, l *LB, zone id.Zone, client uint64, draws *Draws, takenIn bool) Answer {
	h, v := d.hooks, &l.view
	switch {
	case h == nil:
		return d.pass(now, l, zone, draws, takenIn)
	case len(h.learners) > 0:
		if h.closings.by(now) {
			h.report(now)
		}
		d.open.idle = true
	case len(h.filters) > 0:
		d.open.look(now)
	}
	v.Now, v.Members, v.Zone, v.Key = now, l.pool.inUse, zone, client
	if h.changed = false; !l.spared {
		h.filter(l)
	}
	if h.remembers {
		v.Memory = l.memories[0]
	}
	if len(h.retrying) > 0 && h.hop.Tries > 0 {
		h.leave(v)
	}
	h.last = sending{sent: now, backend: none}
	l.plain, h.passing = l.steady && len(v.Healthy) > 0 && d.queues == nil, true
	a := d.pass(now, l, zone, draws, takenIn)
	l.plain, h.passing, h.same, d.open.idle = false, false, false, false
	if h.changed {
		v.Healthy, v.Weights = d.choice(l.pool), l.pool.weights
	}
	if len(h.retrying) > 0 && h.last.backend != none {
		h.hop.Try(h.last.backend)
	}
	h.last.at = a.At
	switch a.Cause {
	case request.None:
	case request.ServerError, request.ServiceDown:
		h.last.outcome = policy.Failed
	default:
		h.last.outcome = policy.Unanswered
	}
	if a.Backend < 0 && h.last.backend != none && len(h.learners) > 0 { // the backend refused it at once, or its host did, as no process listens there
		if a.Cause == request.OverloadPrimary {
			h.last.outcome = policy.Failed
		}
		h.open(l.places+int32(l.pool.first)+int32(h.last.backend), now).over = true
	}
	return a
}
