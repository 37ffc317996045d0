package balancer

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// Gray is a fault that is neither up nor down.
type Gray struct {
	Errors float64 // share of requests that end with an error
	Slow   float64 // factor on the service time, at least 1
	// ErrorAfter is what an error takes of a server's time, or of a layer's that
	// only forwards; 0: the whole service time.
	ErrorAfter    time.Duration
	Need          bool // it is for want of a service that is needed
	Misconfigured bool // it is for what an LB holds
}

func (g *Gray) cause() request.Cause {
	switch {
	case g.Need:
		return request.ServiceDown
	case g.Misconfigured:
		return request.LBMisconfigured
	}
	return request.ServerError
}

// grays are the faults of one region, or of one backend, in the order in which
// they began.
type grays []Gray

// errors is the share of requests that any of them fails.
func (g grays) errors() float64 {
	good := 1.0
	for i := range g {
		good *= 1 - g[i].Errors
	}
	return 1 - good
}

// slow is the factor on the service time of all of them.
func (g grays) slow() float64 {
	slow := 1.0
	for i := range g {
		slow *= g[i].Slow
	}
	return slow
}

// fails tells, by a uniform draw, which of them fails a request, if any does:
// the first of those that would.
func (g grays) fails(u float64) *Gray {
	good := 1.0
	for i := range g {
		if good *= 1 - g[i].Errors; u < 1-good {
			return &g[i]
		}
	}
	return nil
}

// Gray makes a region gray, or gives back what the same fault took: its
// backends, and its LBs whose backends are elsewhere, which else would forward
// as if nothing were. A request fails if any fault has it fail, and each makes
// work slower.
func (d *DataPlane) Gray(now sim.Time, region id.Region, fault Gray, lost bool) {
	r := &d.regions[region]
	if lost {
		r.grays = append(r.grays, fault)
	} else {
		i := slices.Index(r.grays, fault)
		r.grays = slices.Delete(r.grays, i, i+1)
	}
	d.judgeGrays(now)
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

// errors is the share of requests through an LB that its region and that of its
// backends fail.
func (d *DataPlane) errors(l *LB) float64 {
	return 1 - (1-l.layer.errors())*(1-d.grayErrors(l.pool, d.asked(l.pool)))
}

// passGray passes an attempt on that an LB has taken in, where the LB or its
// backends may be gray, or strategies decide at backends. A layer's error comes before a backend is chosen, if it
// takes a time of its own; else the layer spoils the backend's answer.
func (d *DataPlane) passGray(now sim.Time, l *LB, draw uint64, work time.Duration) Answer {
	if after, fails := d.kindFails(l, draw); fails {
		return refused(now.Add(after), request.ServiceDown)
	}
	spoilt := l.layer.fails(d.layer.Float64(draw))
	if spoilt != nil && spoilt.ErrorAfter > 0 {
		return refused(now.Add(spoilt.ErrorAfter), spoilt.cause())
	}
	p := l.pool
	if len(l.view.Healthy) == 0 {
		return refused(now, request.NoHealthyTarget)
	}
	d.open.look(now)
	i := d.balancing.Pick(&l.view, d.balance.Uint64(draw))
	b, backend := &p.backends[i], id.Backend(p.first)+id.Backend(i)
	if !b.up {
		if b.refuses {
			return refused(now, d.downCause(p, b))
		}
		return Answer{Fate: Fate{Cause: d.downCause(p, b)}, Backend: backend, Times: Times{At: now.Add(d.limits.Check.Timeout)}}
	}
	faults := d.ailsOf(p, b)
	cause := request.None
	if work == undrawn {
		work = d.service.Work(draw)
	}
	work = time.Duration(float64(work) * faults.slow())
	failed := faults.fails(d.service.Gray.Float64(draw))
	if failed != nil && failed.ErrorAfter > 0 {
		work = failed.ErrorAfter
	}
	switch {
	case failed != nil:
		cause = failed.cause()
	case spoilt != nil:
		cause = spoilt.cause()
	}
	if d.queues != nil {
		return d.passToQueue(now, l, p, int(i), Answer{Fate: Fate{Cause: cause}, Backend: backend, Times: Times{Work: work}})
	}
	start, finish, ok := b.station.Offer(now, work)
	if !ok {
		return refused(now, request.OverloadPrimary)
	}
	if start != now || finish.Sub(now) > d.patience {
		d.press(now, p, int(i))
	}
	return Answer{Fate: Fate{Cause: cause}, Backend: backend, Times: Times{At: finish.Add(l.ToPool), Start: start, Work: work}}
}
