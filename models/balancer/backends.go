package balancer

import (
	"slices"

	"failsim/models/request"
	"failsim/sim"
)

// Part is some of a region's backends: those of a zone, of every so many the
// first few in each pool, or both. So it is the same part whatever a design has
// bought.
type Part struct {
	Zone  int // -1: of every zone
	First int // of every Of backends of a pool, in their order
	Of    int // 0: all
}

func (p Part) holds(i, zone int) bool {
	return (p.Zone < 0 || p.Zone == zone) && (p.Of == 0 || i%p.Of < p.First)
}

// LoseBackends takes a part of a region's backends down, or gives it back. Their
// LBs are not touched: those pass requests on to them until checks have noticed.
func (d *DataPlane) LoseBackends(now sim.Time, region int, part Part, lost bool) {
	d.eachOf(region, part, func(b *backend) { b.lost += sign(lost) })
	d.settleBackends(now, region)
}

// GrayBackends makes a part of a region's backends gray, or gives back what the
// same fault took.
func (d *DataPlane) GrayBackends(now sim.Time, region int, part Part, fault Gray, lost bool) {
	d.eachOf(region, part, func(b *backend) {
		if lost {
			b.own = append(b.own, fault)
		} else {
			i := slices.Index(b.own, fault)
			b.own = slices.Delete(b.own, i, i+1)
		}
	})
	d.judgeGrays(now)
}

func (d *DataPlane) eachOf(region int, part Part, change func(*backend)) {
	for _, p := range d.pools {
		if p.region != region {
			continue
		}
		for i := range p.backends {
			if b := &p.backends[i]; part.holds(i, b.zone) {
				change(b)
			}
		}
	}
}

// judgeGrays works out what each backend is, of the faults of its region and its
// own, and which LBs have to look.
func (d *DataPlane) judgeGrays(now sim.Time) {
	for _, p := range d.pools {
		p.gray = len(d.regions[p.region].grays) > 0
		for i := range p.backends {
			b := &p.backends[i]
			if b.grays = nil; len(b.own) > 0 {
				b.grays = append(slices.Clone(d.regions[p.region].grays), b.own...)
				p.gray = true
			}
		}
	}
	for i := range d.lbs {
		l := &d.lbs[i]
		l.gray = l.pool.gray || len(l.layer()) > 0
	}
	d.announce(now)
}

// grayErrors is the share of requests that fails, if some backends of a pool are
// asked equally often.
func (d *DataPlane) grayErrors(p *pool, asked func(i int) bool) float64 {
	region := d.regions[p.region].grays.errors()
	if !p.gray {
		return region
	}
	sum, n := 0.0, 0.0
	for i := range p.backends {
		if asked(i) {
			if n++; p.backends[i].grays != nil {
				sum += p.backends[i].grays.errors()
			} else {
				sum += region
			}
		}
	}
	if n == 0 {
		return region
	}
	return sum / n
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
