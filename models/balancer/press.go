package balancer

import (
	"math"
	"time"

	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// never is the patience of those who do not wait.
const never = time.Duration(math.MaxInt64)

// wait returns how long a request that came to a backend now would wait, and whether
// every place is taken. Where it has a queue that is a guess: if no other came after it.
func (d *DataPlane) wait(now sim.Time, b *backend) (wait time.Duration, full bool) {
	if b.queue != nil {
		return b.queue.Wait(now), b.queue.Full(now, &policy.Visit{Came: now, Until: sim.Never})
	}
	return b.station.Wait(now), b.station.Full(now)
}

// waits reports whether a probe may have to wait for an LB.
func (d *DataPlane) waits(l *LB) bool {
	return l.over && !d.probes.Around && d.probes.Work != policy.Aside
}

// strained reports whether a probe that came now might be refused or late for want
// of a server.
func (d *DataPlane) strained(now sim.Time, b *backend) bool {
	wait, full := d.wait(now, b)
	return wait > d.patience || full
}

// press has a backend be probed one by one if it is strained. Only work that
// waits, or that itself takes longer than probes have patience, can make it so.
func (d *DataPlane) press(now sim.Time, p *pool, i int) {
	b := &p.backends[i]
	if d.patience == never || b.pressed || !d.strained(now, b) {
		return
	}
	b.pressed = true
	d.backendChanged(now, p, i)
	for j := range d.lbs {
		if l := &d.lbs[j]; l.pool == p {
			d.watcher.Reachable(now, id.LB(j), d.meets(l))
		}
	}
}

// overflow has an LB be probed one by one that has not forwarded a request at
// once.
func (d *DataPlane) overflow(now sim.Time, l *LB) {
	if !l.over {
		l.over = true
		d.watcher.Reachable(now, l.index, d.meets(l))
	}
}

// keep is what becomes of an attempt that an LB cannot forward at once.
func (d *DataPlane) keep(now sim.Time, l *LB, wait time.Duration, ok bool) Answer {
	d.overflow(now, l)
	if !ok {
		return refused(now, l.full(request.SurgeQueueFull))
	}
	return Answer{Fate: Fate{Cause: l.full(request.TimedOutInSurgeQueue), Queued: true}, Backend: -1, Times: Times{At: now.Add(wait)}}
}

// meets returns what the watcher's probe of an LB meets.
func (d *DataPlane) meets(l *LB) health.Condition {
	c, s := d.condition(l), &d.probes.Sight
	if d.probes.Around {
		c = d.behind(l.pool)
	}
	c.Gray *= s.Errors
	c.Busy = s.Slow > 0 && l.pool.slow || s.Work == policy.Request
	if s.Work == policy.Waiting && !c.Busy {
		c.Busy = d.waits(l) || l.pool.pressed()
	}
	return c
}

func (d *DataPlane) backendChanged(now sim.Time, p *pool, i int) {
	b, s := &p.backends[i], &d.limits.Check.Sight
	ails := d.ailsOf(p, b)
	busy := s.Slow > 0 && ails.slow() > 1 || s.Work == policy.Request || s.Work == policy.Waiting && b.pressed
	d.checks.Changed(now, p.first+i, health.Condition{Fails: !b.up, Silent: !b.refuses, Gray: s.Errors * ails.errors(), Busy: busy})
}

// announce reports to the watcher about every LB; it does not mind being told what
// it knows.
func (d *DataPlane) announce(now sim.Time) {
	for i := range d.lbs {
		d.watcher.Reachable(now, id.LB(i), d.meets(&d.lbs[i]))
	}
}

// pressed reports whether any backend is.
func (p *pool) pressed() bool {
	for i := range p.backends {
		if p.backends[i].pressed {
			return true
		}
	}
	return false
}
