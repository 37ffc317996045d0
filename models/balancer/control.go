package balancer

import (
	"failsim/models/id"
	"failsim/sim"
)

// Believed implements health.Listener.
func (d *DataPlane) Believed(now sim.Time, target int, healthy bool) {
	p := d.pools[d.backends[target]]
	before := d.serves(p)
	d.believe(now, p, target-p.first, healthy && !d.away(p, target-p.first))
	if d.serves(p) != before {
		d.announce(now)
	}
}

// Grow brings a pool to its full size.
func (d *DataPlane) Grow(now sim.Time, pool int) {
	p := d.pools[pool]
	for i := p.inUse; i < len(p.backends); i++ {
		p.use(i)
		d.reopen(p)
		d.believe(now, p, i, !d.away(p, i)) // as the checks do, until they know better
		b := &p.backends[i]
		b.up, b.alive, b.refuses = d.regions[p.region].stateOf(b)
		d.backendChanged(now, p, i)
	}
	d.announce(now)
}

// Configure writes a configuration to an LB: with its targets, or without.
func (d *DataPlane) Configure(now sim.Time, lb id.LB, targets bool) {
	l := &d.lbs[lb]
	l.Version++
	if l.Targets != targets {
		l.Targets = targets
		l.judge()
		d.watcher.Reachable(now, lb, d.meets(l))
	}
}

// Resize gives an LB another number of nodes.
func (d *DataPlane) Resize(now sim.Time, lb id.LB, nodes int) {
	l := &d.lbs[lb]
	l.Nodes = nodes
	l.resize(now, &d.limits, l.region.inService())
}
