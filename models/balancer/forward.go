package balancer

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// Answer is what becomes of one attempt at an LB.
type Answer struct {
	At      sim.Time      // when the answer, right or an error, leaves the LB for the client
	Cause   request.Cause // None: the right answer
	Silent  bool          // nothing is ever answered; At does not count
	Backend int32         // at which backend it is, -1 for none; the caller says with Open until when
	// Queued tells that it waits in the LB's surge queue until At; the caller
	// then calls Serve, unless the client has hung up by then.
	Queued bool
	Start  sim.Time      // when a server begins
	Work   time.Duration // how long the server works; 0 if none ever will
}

// Forward passes an attempt through an LB at now. zone is where the LB node
// that the client has connected to stands; draw numbers the attempt's draws.
//
// The whole of the network's round trip is charged on the way back, so LBs and
// backends see an attempt when it is sent: every decision is a one-way delay
// (below 0.1 s on Earth) early, which is nothing on the time scale of failover.
func (d *DataPlane) Forward(now sim.Time, lb, zone int, draw uint64, a *Answer) {
	l := &d.lbs[lb]
	r := &d.regions[l.Region]
	*a = Answer{At: now, Backend: -1}
	if r.impaired {
		switch {
		case r.down != request.None:
			a.Cause, a.Silent = r.down, true
			return
		case !r.zoneUp(zone):
			a.Cause, a.Silent = request.ZoneDown, true
			return
		case r.common:
			a.Cause = request.CommonMode
			return
		}
	}
	wait, ok := l.admit(now, &d.limits)
	switch {
	case !ok:
		a.Cause = request.SurgeQueueFull
	case !l.Targets:
		a.Cause = request.LBMisconfigured
	case wait > 0:
		a.At, a.Queued = now.Add(wait), true
	default:
		d.serve(now, l, draw, a)
	}
}

// Serve passes an attempt on that leaves the surge queue, unless the LB has
// been lost or misconfigured meanwhile.
func (d *DataPlane) Serve(now sim.Time, lb int, draw uint64, a *Answer) {
	l := &d.lbs[lb]
	r := &d.regions[l.Region]
	*a = Answer{At: now, Backend: -1}
	switch {
	case r.down != request.None:
		a.Cause, a.Silent = r.down, true
	case r.common:
		a.Cause = request.CommonMode
	case !l.Targets:
		a.Cause = request.LBMisconfigured
	default:
		d.serve(now, l, draw, a)
	}
}

// serve passes an attempt on to a backend and fixes when it will have been
// answered.
func (d *DataPlane) serve(now sim.Time, l *LB, draw uint64, a *Answer) {
	p := d.pools[l.Pool]
	if len(p.targets.Healthy) == 0 {
		a.Cause = request.NoHealthyTarget
		return
	}
	d.open.look(now)
	i := d.balancing.Pick(&p.targets, d.balance.Uint64(draw))
	b := &p.backends[i]
	if !b.up {
		// Open until the LB hangs up, or a dead backend would look idle.
		a.Backend, a.Cause = int32(p.first+int(i)), d.downCause(p, b)
		a.At = now.Add(d.limits.Check.Timeout)
		return
	}
	work := p.slowed(d.service.Law.Quantile(d.service.Time.Float64(draw)))
	start, finish, ok := b.station.Offer(now, work)
	if !ok {
		a.Cause = request.OverloadPrimary
		return
	}
	a.Backend, a.Start, a.Work = int32(p.first+int(i)), start, work
	a.At = finish.Add(l.ToPool)
	if p.errors > 0 && d.service.Gray.Float64(draw) < p.errors {
		a.Cause = request.ServerError
	}
}

// Open tells that an attempt is open at a backend until an instant: then the
// client has its answer, or has hung up.
func (d *DataPlane) Open(backend int32, until sim.Time) { d.open.open(backend, until) }

// Close tells that an attempt which was to be open until an instant has ended
// before.
func (d *DataPlane) Close(backend int32, until sim.Time) {
	if !d.open.close(backend, until) {
		panic("balancer: an attempt is closed that is not open")
	}
}

func (d *DataPlane) downCause(p *pool, b *backend) request.Cause {
	if c := d.regions[p.region].down; c != request.None {
		return c
	}
	return request.ZoneDown
}
