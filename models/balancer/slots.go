package balancer

import (
	"failsim/models/id"
	"failsim/sim"
)

// Slots are the places of a pool for backends: those that it begins with, and spare
// ones in which others can be started beside them. Their host says when a backend
// starts, when LBs are to send it nothing, and when its process ends; a pool without
// spare slots is as it always was.

// Slots returns how many slots a pool has, of which the first are used at first.
func (d *DataPlane) Slots(pool int) (all, used int) {
	p := d.pools[pool]
	return p.inUse, p.inUse - p.absent
}

// Region returns where a pool is.
func (d *DataPlane) Region(pool int) id.Region { return d.pools[pool].region }

// Leave has LBs send a backend nothing, whatever health checks say, or has them go by
// their checks again. What it has begun it finishes.
func (d *DataPlane) Leave(now sim.Time, pool, i int, out bool) {
	p := d.pools[pool]
	b := &p.backends[i]
	if b.out == out {
		return
	}
	if b.out = out; out {
		p.absent++
	} else {
		p.absent--
	}
	d.reopen(p)
	if healthy := !d.away(p, i) && d.checks.Believed(p.first+i); healthy != p.healthyAt(i) {
		d.believe(now, p, i, healthy)
	}
	d.announce(now)
}

// Drain has a backend's process take in nothing new: its host refuses. What it has
// begun it finishes.
func (d *DataPlane) Drain(now sim.Time, pool, i int) {
	p := d.pools[pool]
	p.backends[i].closing = true
	d.settleBackends(now, p.region)
}

// Stop ends a backend's process, and loses what it was working on.
func (d *DataPlane) Stop(now sim.Time, pool, i int) {
	p := d.pools[pool]
	p.backends[i].closing = false
	p.backends[i].lost[Process]++
	d.settleBackends(now, p.region)
}

// Start has a process run in a slot where none does.
func (d *DataPlane) Start(now sim.Time, pool, i int) {
	p := d.pools[pool]
	p.backends[i].lost[Process]--
	d.settleBackends(now, p.region)
}

// Working returns how many servers of a backend work now, or wait for who has come, and
// how many it has; nothing where none is up.
func (d *DataPlane) Working(now sim.Time, pool, i int) (busy, servers int) {
	b := &d.pools[pool].backends[i]
	if !b.alive {
		return 0, 0
	}
	return b.inSystem(now), b.station.Servers()
}

// Worked reports whether a backend has worked since an instant.
func (d *DataPlane) Worked(since, now sim.Time, pool, i int) bool {
	b := &d.pools[pool].backends[i]
	return b.alive && (b.station.Last() > since || b.queue != nil && b.queue.InSystem() > 0)
}

// Warm has what a backend does take a factor longer instead of another.
func (d *DataPlane) Warm(now sim.Time, pool, i int, from, to float64) {
	p := d.pools[pool]
	b := &p.backends[i]
	b.own = b.own.instead(slow(from), slow(to))
	d.judgeGrays(now)
}

func slow(factor float64) []Gray {
	if factor <= 1 {
		return nil
	}
	return []Gray{{Slow: factor}}
}
