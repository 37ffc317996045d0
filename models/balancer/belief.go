package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/sim"
)

// believe has all LBs before a pool take a backend for healthy, or not.
func (d *DataPlane) believe(now sim.Time, p *pool, i int, healthy bool) {
	p.believe(i, healthy)
	if d.hooks != nil {
		d.hooks.believed(now, d.backends[p.first], i, healthy)
	}
	d.show(p)
}

// choice is what LBs choose among, before filters.
func (d *DataPlane) choice(p *pool) []id.Member {
	if len(p.healthy) == 0 && d.limits.Check.FailsOpen {
		return p.open
	}
	return p.healthy
}

// reopen works out anew what LBs use that fail open.
func (d *DataPlane) reopen(p *pool) {
	p.open = slices.DeleteFunc(slices.Clone(p.members), func(i id.Member) bool { return d.away(p, int(i)) })
	d.show(p)
}

// show has LBs before a pool see what they choose among.
func (d *DataPlane) show(p *pool) {
	for j := range d.lbs {
		if l := &d.lbs[j]; l.pool == p {
			l.view.Healthy = d.choice(p)
			l.judge()
		}
	}
}

// away reports whether a backend is out of service, by itself or with its zone.
func (d *DataPlane) away(p *pool, i int) bool {
	return p.backends[i].out || d.regions[p.region].shifted[p.backends[i].zone]
}

// asked returns the backends that a probe through an LB may be sent to: those
// that the LB calls healthy, or all where it fails open.
func (d *DataPlane) asked(p *pool) []id.Member {
	if n := float64(len(p.healthy)); d.opens >= 0 && (n == 0 || n < d.opens*float64(p.inUse-p.absent)) {
		return p.open
	}
	return p.healthy
}

// serves reports whether any backend works of those that an LB asks: one that is
// back but has yet to pass its health checks gets no requests, nor probes.
func (d *DataPlane) serves(p *pool) bool {
	return slices.ContainsFunc(d.asked(p), func(i id.Member) bool { return p.backends[i].up })
}
