package balancer

import (
	"time"

	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// passGray passes an attempt on that an LB has taken in, where the LB or its
// backends may be gray, or strategies decide at backends. A layer's error comes before
// a backend is chosen, if it takes a time of its own; else the layer spoils the
// backend's answer.
func (d *DataPlane) passGray(now sim.Time, l *LB, draws *Draws) Answer {
	draw := draws.Number
	after, fails := d.ofItsKind(l, draw)
	if fails {
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
	pick, work := d.service.draw(draws)
	i := d.balancing.Pick(&l.view, pick)
	b, backend := &p.backends[i], id.Backend(p.first)+id.Backend(i)
	if !b.up {
		if b.refuses {
			return refused(now, d.downCause(p, b))
		}
		return Answer{Fate: Fate{Cause: d.downCause(p, b)}, Backend: backend, Times: Times{At: now.Add(d.limits.Check.Timeout)}}
	}
	faults := d.ailsOf(p, b)
	cause := request.None
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
		return d.passToQueue(now, l, p, int(i), draw, Answer{Fate: Fate{Cause: cause}, Backend: backend, Times: Times{Work: work}}, after)
	}
	start, finish, ok := b.station.Offer(now, work)
	if !ok {
		return refused(now, request.OverloadPrimary)
	}
	if start != now || finish.Sub(now) > d.patience {
		d.press(now, p, int(i))
	}
	return Answer{Fate: Fate{Cause: cause}, Backend: backend, Times: Times{At: finish.Add(l.ToPool + after), Start: start, Work: work}}
}

// ofItsKind reports whether a request's kind fails an attempt, before a backend is chosen,
// and after how long; else how long it waits once its server is done. All attempts of a request are of the same kind; each has a random stream of
// its own with what that needs. Of those that an LB makes itself the first has answered
// for all.
func (d *DataPlane) ofItsKind(l *LB, draw uint64) (after time.Duration, fails bool) {
	if len(l.kinds) == 0 || d.hooks != nil && len(d.hooks.retrying) > 0 && d.hooks.hop.Tries > 0 {
		return 0, false
	}
	switch k := l.kinds.of(d.kind.Float64(draw - d.later)); {
	case k == nil:
	case k.Errors > 0 && d.fails.Float64(draw) < k.Errors:
		return k.After, true
	case k.Wait != nil && (k.Waits == 1 || d.kindWaits.Float64(2*draw) < k.Waits):
		after = k.Wait.Quantile(d.kindWaits.Float64(2*draw + 1))
	}
	return after, false
}
