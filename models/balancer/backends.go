package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// Part is some of a region's backends: those of a zone, of every so many the
// first few in each pool, or both, then of the zone's. So it is the same part
// whatever a design has bought.
type Part struct {
	Zone  id.Zone // -1: of every zone
	First int     // of every Of backends of a pool, or of a zone in it, in their order
	Of    int     // 0: all
}

// holds tells of the i-th of those backends.
func (p Part) holds(i int) bool { return p.Of == 0 || i%p.Of < p.First }

// Death is what others meet at a backend that is lost.
type Death uint8

// The deaths. A zone dies as its hosts do, those of its LB nodes included.
const (
	// Mixed: what it was working on is an error at once, as of a process, and what is
	// sent to it waits for the time-out of a check, as of a machine.
	Mixed Death = iota
	// Process: its connections are reset, and its host refuses new ones.
	Process
	// Machine: nothing answers any more, and whoever waits does until it gives up.
	Machine

	deaths
)

// held is how many faults hold a backend down, by death.
type held [deaths]int

func (h *held) down() bool { return *h != held{} }

// refuses tells whether the backend's host answers for it.
func (h *held) refuses() bool { return h[Process] > 0 && h[Mixed]+h[Machine] == 0 }

// LoseBackends takes a part of a region's backends down, or gives it back. Their
// LBs are not touched: those pass requests on to them until checks have noticed.
func (d *DataPlane) LoseBackends(now sim.Time, region id.Region, part Part, as Death, lost bool) {
	d.eachOf(region, part, func(b *backend) { b.lost[as] += sign(lost) })
	d.settleBackends(now, region)
}

// GrayBackends makes a part of a region's backends gray, or gives back what the
// same fault took.
func (d *DataPlane) GrayBackends(now sim.Time, region id.Region, part Part, fault Gray, lost bool) {
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

func (d *DataPlane) eachOf(region id.Region, part Part, change func(*backend)) {
	for _, p := range d.pools {
		if p.region != region {
			continue
		}
		at := 0 // among those of the zone
		for i := range p.backends {
			b := &p.backends[i]
			if part.Zone >= 0 && b.zone != part.Zone {
				continue
			}
			if part.holds(at) {
				change(b)
			}
			at++
		}
	}
}

// judgeGrays works out what each backend is, of the faults of its region and its
// own, and which LBs have to look.
func (d *DataPlane) judgeGrays(now sim.Time) {
	for _, p := range d.pools {
		p.gray = len(d.regions[p.region].grays) > 0
		p.slow = d.regions[p.region].grays.slow() > 1
		for i := range p.backends {
			b := &p.backends[i]
			if b.grays = nil; len(b.own) > 0 {
				b.grays = append(slices.Clone(d.regions[p.region].grays), b.own...)
				p.gray, p.slow = true, p.slow || b.grays.slow() > 1
			}
			if i < p.inUse {
				d.backendChanged(now, p, i)
			}
		}
	}
	for i := range d.lbs {
		l := &d.lbs[i]
		l.layer = l.layered()
		l.gray = l.pool.gray || len(l.layer) > 0 || l.kinds.ail()
		l.judge()
	}
	d.announce(now)
}

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
