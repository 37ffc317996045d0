package balancer

import (
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// An Answer is what becomes of one attempt at an LB, with its Fate and its Times.
type (
	Answer = caller.Answer
	Fate   = caller.Fate
	Times  = caller.Times
)

// Send implements caller.Target.
func (l *LB) Send(now sim.Time, who, draw uint64, hop *caller.Hop) Answer {
	l.plane.askedBy(who, hop)
	if len(l.kinds) > 0 {
		return l.plane.ofKind(hop, func() Answer { return l.plane.Forward(now, l, hop.Zone, draw) })
	}
	return l.plane.Forward(now, l, hop.Zone, draw)
}

// Resume implements caller.Target.
func (l *LB) Resume(now sim.Time, who, draw uint64, hop *caller.Hop) Answer {
	l.plane.askedBy(who, hop)
	if len(l.kinds) > 0 {
		return l.plane.ofKind(hop, func() Answer { return l.plane.Serve(now, l, hop.Zone, draw) })
	}
	return l.plane.Serve(now, l, hop.Zone, draw)
}

// Open implements caller.Target.
func (l *LB) Open(backend id.Backend, until sim.Time, late bool) {
	if late {
		l.plane.hooks.givenUp(until)
	}
	l.plane.Open(l, backend, until)
}

// Close implements caller.Target.
func (l *LB) Close(now sim.Time, backend id.Backend, until sim.Time, how policy.Outcome) {
	l.plane.Close(now, l, backend, until, how)
}

func (d *DataPlane) askedBy(client uint64, hop *caller.Hop) {
	if d.hooks != nil {
		d.hooks.key, d.hooks.hop = client, hop
	}
}

// Minds tells whether it matters to any LB who asks, or at which of its nodes: as
// nearly always it does not, nobody need find out.
func (d *DataPlane) Minds() bool { return d.minds }

// Forward passes an attempt through an LB at now. zone is where the LB node
// that the client has connected to stands; draw numbers the attempt's draws.
//
// The whole of the network's round trip is charged on the way back, so LBs and
// backends see an attempt when it is sent: every decision is a one-way delay
// (below 0.1 s on Earth) early, which is nothing on the time scale of failover.
func (d *DataPlane) Forward(now sim.Time, l *LB, zone id.Zone, draw uint64) Answer {
	return d.pass(now, l, zone, draw, undrawn, false)
}

// ForwardDrawn is ForwardAsked where it does not matter who asks.
func (d *DataPlane) ForwardDrawn(now sim.Time, l *LB, draw uint64, work time.Duration) Answer {
	return d.pass(now, l, 0, draw, work, false)
}

// undrawn stands for work that has yet to be drawn. It is no work at all, so that
// work of that length would be drawn again, to the same effect.
const undrawn time.Duration = 0

// Serve passes an attempt on that leaves the surge queue, unless the LB has
// been lost or misconfigured meanwhile.
func (d *DataPlane) Serve(now sim.Time, l *LB, zone id.Zone, draw uint64) Answer {
	return d.pass(now, l, zone, draw, undrawn, true)
}

// pass takes an attempt into an LB, unless it was taken in before, and passes it
// on to a backend. That fixes when it will have been answered. It is one function,
// as one more call on the way of every request would cost some 20 instructions.
func (d *DataPlane) pass(now sim.Time, l *LB, zone id.Zone, draw uint64, work time.Duration, takenIn bool) Answer {
	if l.plain && !takenIn {
		if wait, ok := l.admit(now, &d.limits); wait > 0 || !ok {
			return d.keep(now, l, wait, ok)
		}
	} else if a, over := d.enter(now, l, zone, draw, work, takenIn); over {
		return a
	}
	p := l.pool
	d.open.look(now)
	i := d.balancing.Pick(&l.view, d.balance.Uint64(draw))
	b, backend := &p.backends[i], id.Backend(p.first)+id.Backend(i)
	if !b.up {
		if b.refuses {
			return refused(now, d.downCause(p, b))
		}
		// Open until the LB hangs up, or a dead backend would look idle.
		return Answer{Fate: Fate{Cause: d.downCause(p, b)}, Backend: backend, Times: Times{At: now.Add(d.limits.Check.Timeout)}}
	}
	if work == undrawn {
		work = d.service.Work(draw)
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

// enter takes an attempt into an LB that is not plain, and says what becomes of it
// unless it is passed on as any other.
func (d *DataPlane) enter(now sim.Time, l *LB, zone id.Zone, draw uint64, work time.Duration, takenIn bool) (a Answer, over bool) {
	if h := d.hooks; h != nil && !h.passing {
		return d.ForwardAsked(now, l, zone, h.key, draw, work, takenIn), true
	}
	if r := l.region; r.impaired {
		switch {
		case r.down != request.None:
			return lost(r.down), true
		case !takenIn && r.refuses(zone):
			return Answer{Fate: Fate{Cause: request.ZoneDown}, Backend: caller.Refused, Times: Times{At: now}}, true
		case !takenIn && !r.zoneUp(zone):
			return lost(request.ZoneDown), true
		case r.lbsLost > 0:
			return lost(request.ServiceDown), true
		case r.common:
			return refused(now, request.CommonMode), true
		}
	}
	if !takenIn {
		if wait, ok := l.admit(now, &d.limits); !ok || wait > 0 && l.Targets {
			return d.keep(now, l, wait, ok), true
		}
	}
	switch {
	case !l.Targets:
		return refused(now, request.LBMisconfigured), true
	case l.gray, d.queues != nil:
		return d.passGray(now, l, draw, work), true
	case len(l.view.Healthy) == 0:
		return refused(now, request.NoHealthyTarget), true
	}
	return Answer{}, false
}

// keep is what becomes of an attempt that an LB cannot forward at once.
func (d *DataPlane) keep(now sim.Time, l *LB, wait time.Duration, ok bool) Answer {
	d.overflow(now, l)
	if !ok {
		return refused(now, l.full(request.SurgeQueueFull))
	}
	return Answer{Fate: Fate{Cause: l.full(request.TimedOutInSurgeQueue), Queued: true}, Backend: -1, Times: Times{At: now.Add(wait)}}
}

// lost is what becomes of an attempt that nothing answers, refused that of one
// which is answered with an error at once.
func lost(cause request.Cause) Answer {
	return Answer{Fate: Fate{Cause: cause, Silent: true}, Backend: -1}
}
func refused(now sim.Time, cause request.Cause) Answer {
	return Answer{Fate: Fate{Cause: cause}, Backend: -1, Times: Times{At: now}}
}

// Open tells that an LB has an attempt open at a backend of its pool until an
// instant: then the backend has answered it, or the client has hung up. How far
// the client is does not matter: an LB counts whom a backend owes an answer.
func (d *DataPlane) Open(l *LB, backend id.Backend, until sim.Time) {
	d.open.open(l.places+int32(backend), until)
}

// Close tells that an attempt which was to be open until an instant has ended
// now: its backend has lost it, or whoever asked has gone.
func (d *DataPlane) Close(now sim.Time, l *LB, backend id.Backend, until sim.Time, how policy.Outcome) {
	place, ok := l.places+int32(backend), false
	if h := d.open.hooks; h != nil {
		ok = h.end(now, place, until, how)
	} else {
		ok = d.open.close(place, until)
	}
	if !ok {
		panic("balancer: an attempt is closed that is not open")
	}
}
