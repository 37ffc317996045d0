package balancer

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// Answer is what becomes of one attempt at an LB. Its parts make it pass in
// registers, for which a struct must have four fields at most.
type Answer struct {
	Fate
	Backend int32 // at which backend it is, -1 for none; the caller says with Open until when
	Times
}

// Fate is how an attempt ends.
type Fate struct {
	Cause  request.Cause // None: the right answer
	Silent bool          // nothing is ever answered; At does not count
	// Queued tells that it waits in the LB's surge queue until At; the caller
	// then calls Serve, unless the client has hung up by then, which is the Cause.
	Queued bool
}

// Times are the instants of an attempt.
type Times struct {
	At    sim.Time      // when the answer, right or an error, leaves the LB for the client
	Start sim.Time      // when a server begins
	Work  time.Duration // how long the server works; 0 if none ever will
}

// AskedBy says, before an attempt is passed on, who asks: a hash of the client.
func (d *DataPlane) AskedBy(client uint64) {
	if d.hooks != nil {
		d.hooks.key = client
	}
}

// Forward passes an attempt through an LB at now. zone is where the LB node
// that the client has connected to stands; draw numbers the attempt's draws.
//
// The whole of the network's round trip is charged on the way back, so LBs and
// backends see an attempt when it is sent: every decision is a one-way delay
// (below 0.1 s on Earth) early, which is nothing on the time scale of failover.
func (d *DataPlane) Forward(now sim.Time, l *LB, zone int, draw uint64) Answer {
	return d.pass(now, l, zone, draw, false)
}

// Serve passes an attempt on that leaves the surge queue, unless the LB has
// been lost or misconfigured meanwhile.
func (d *DataPlane) Serve(now sim.Time, l *LB, draw uint64) Answer {
	return d.pass(now, l, 0, draw, true)
}

// pass takes an attempt into an LB, unless it was taken in before, and passes it
// on to a backend. That fixes when it will have been answered. It is one function,
// as one more call on the way of every request would cost some 20 instructions.
func (d *DataPlane) pass(now sim.Time, l *LB, zone int, draw uint64, takenIn bool) Answer {
	if d.hooks != nil && !d.hooks.passing {
		return d.hooks.pass(now, l, zone, draw, takenIn)
	}
	if r := l.region; r.impaired {
		switch {
		case r.down != request.None:
			return lost(r.down)
		case !takenIn && !r.zoneUp(zone):
			return lost(request.ZoneDown)
		case r.common:
			return refused(now, request.CommonMode)
		}
	}
	if !takenIn {
		wait, ok := l.admit(now, &d.limits)
		if !ok {
			return refused(now, l.full(request.SurgeQueueFull))
		}
		if wait > 0 && l.Targets {
			return Answer{Fate{Cause: l.full(request.TimedOutInSurgeQueue), Queued: true}, -1, Times{At: now.Add(wait)}}
		}
	}
	if !l.Targets {
		return refused(now, request.LBMisconfigured)
	}
	if l.gray {
		return d.passGray(now, l, draw)
	}
	p := l.pool
	if len(l.view.Healthy) == 0 {
		return refused(now, request.NoHealthyTarget)
	}
	d.open.look(now)
	i := d.balancing.Pick(&l.view, d.balance.Uint64(draw))
	b, backend := &p.backends[i], int32(p.first)+int32(i)
	if !b.up {
		// Open until the LB hangs up, or a dead backend would look idle.
		return Answer{Fate{Cause: d.downCause(p, b)}, backend, Times{At: now.Add(d.limits.Check.Timeout)}}
	}
	work := d.service.Law.Quantile(d.service.Time.Float64(draw))
	start, finish, ok := b.station.Offer(now, work)
	if !ok {
		return refused(now, request.OverloadPrimary)
	}
	return Answer{Fate{}, backend, Times{finish.Add(l.ToPool), start, work}}
}

// lost is what becomes of an attempt that nothing answers, refused that of one
// which is answered with an error at once.
func lost(cause request.Cause) Answer {
	return Answer{Fate: Fate{Cause: cause, Silent: true}, Backend: -1}
}
func refused(now sim.Time, cause request.Cause) Answer {
	return Answer{Fate{Cause: cause}, -1, Times{At: now}}
}

// Open tells that an LB has an attempt open at a backend of its pool until an
// instant: then the backend has answered it, or the client has hung up. How far
// the client is does not matter: an LB counts whom a backend owes an answer.
func (d *DataPlane) Open(l *LB, backend int32, until sim.Time) {
	d.open.open(l.places+backend, until)
}

// Close tells that an attempt which was to be open until an instant has ended
// now, as its backend has lost it.
func (d *DataPlane) Close(now sim.Time, l *LB, backend int32, until sim.Time) {
	if !d.open.close(l.places+backend, until) {
		panic("balancer: an attempt is closed that is not open")
	}
	if d.hooks != nil {
		d.hooks.close(now, l.places+backend, until)
	}
}
