package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/models/request"
)

// ailsOf returns the faults of a backend: its region's and its own.
func (d *DataPlane) ailsOf(p *pool, b *backend) grays {
	if b.grays != nil {
		return b.grays
	}
	return d.regions[p.region].grays
}

// grayErrors is the share of requests that fails, if some backends of a pool are
// asked equally often.
func (d *DataPlane) grayErrors(p *pool, asked []id.Member) float64 {
	if !p.gray || len(asked) == 0 {
		return d.regions[p.region].grays.errors()
	}
	sum := 0.0
	for _, i := range asked {
		sum += d.ailsOf(p, &p.backends[i]).errors()
	}
	return sum / float64(len(asked))
}

// errors is the share of requests through an LB that its region and that of its
// backends fail.
func (d *DataPlane) errors(l *LB) float64 {
	return 1 - float64((1-l.layer.errors())*(1-d.grayErrors(l.pool, d.asked(l.pool))))
}

// downCause says what took a backend down.
func (d *DataPlane) downCause(p *pool, b *backend) request.Cause {
	r := &d.regions[p.region]
	switch {
	case r.down != request.None:
		return r.down
	case !r.zoneUp(b.zone):
		return request.ZoneDown
	}
	return request.BackendDown
}

// layered returns the faults of an LB: those of its region's LBs, and, if it only
// forwards to another region, those of its own. One at its backends has theirs, of
// the same region, and fails nothing twice.
func (l *LB) layered() grays {
	if l.Region == l.pool.region {
		return l.with(l.region.lbGrays)
	}
	return append(slices.Clone(l.with(l.region.lbGrays)), l.region.grays...)
}

// with adds to faults those that the LB has by itself.
func (l *LB) with(g grays) grays {
	if len(l.own) == 0 {
		return g
	}
	return append(slices.Clone(g), l.own...)
}
