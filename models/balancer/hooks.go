package balancer

import (
	"slices"
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// hooks are what filters, and strategies that learn or remember, need at each LB.
// A design that has none of these has no hooks, and its requests pay for none.
//
// Endings are told late: before the LB chooses next, in the order in which they
// came. Nobody else looks at what a strategy has learnt, so that is as good as
// an event at each. Where strategies learn, what is open waits here, in order, and
// nowhere else.
type hooks struct {
	plane     *DataPlane
	balancing policy.Balancing
	filters   []filter
	remembers bool // the balancing strategy does
	learners  []learner
	closings  closings
	places    []place      // by their numbers among the open attempts
	last      sending      // what was passed on last
	passing   bool         // it is being passed on
	key       uint64       // of who asks
	since     [][]sim.Time // of pools' backends
	zonal     bool         // strategies mind the zone of a request
	healthy   []id.Member  // scratch, for filters to change
	weights   []float64
	changed   bool                // the view that the LB chooses by has the scratch
	retrying  []policy.LBRetrying // callers have attempts tried again
	hop       *caller.Hop         // of the attempt that is passed on
	same      bool                // it goes to the one backend that is left in the choice, where it was before
	told      policy.Ending       // scratch
}

// filter is a strategy that filters, and what it is if it may be spared.
type filter struct {
	policy.Filtering
	spares policy.Sparing // or nil
}

// learner is a strategy that learns, with the number of its memory at each LB.
type learner struct {
	policy.Learning
	memory int
}

// place is an LB's view of a backend.
type place struct {
	*LB
	backend id.Member
}

// sending is an attempt as it was passed on to a backend.
type sending struct {
	backend  id.Member
	sent, at sim.Time // at is when the LB will have the answer
	outcome  policy.Outcome
}

// always is long before any run.
const always = sim.Time(-1 << 61)

// newHooks returns nil if no strategy needs them, nor anybody else.
func newHooks(d *DataPlane, filters []policy.Filtering, needed bool) *hooks {
	h := &hooks{plane: d, balancing: d.balancing}
	of := []any{d.balancing}
	if l, ok := d.balancing.(policy.Learning); ok {
		h.learners = append(h.learners, learner{l, 0})
	}
	for i, f := range filters {
		of = append(of, f)
		if l, ok := f.(policy.Learning); ok {
			h.learners = append(h.learners, learner{l, 1 + i})
		}
		spares, _ := f.(policy.Sparing)
		h.filters = append(h.filters, filter{f, spares})
	}
	if _, h.remembers = d.balancing.(policy.Remembering); !h.remembers && len(filters) == 0 && len(h.learners) == 0 && !needed {
		return nil
	}
	for _, p := range d.pools {
		h.since = append(h.since, slices.Repeat([]sim.Time{always}, len(p.backends)))
	}
	_, h.zonal = d.balancing.(policy.Zonal)
	for _, f := range filters {
		_, zonal := f.(policy.Zonal)
		h.zonal = h.zonal || zonal
	}
	d.introduce()
	draws := []sim.Key{d.balance.Named("memory")}
	for i := range filters {
		draws = append(draws, d.balance.Named("filter").At(uint64(i)))
	}
	for i := range d.lbs {
		l, v := &d.lbs[i], &d.lbs[i].view
		for b := range l.pool.backends {
			h.places = append(h.places, place{l, id.Member(b)})
		}
		v.Since, l.memories = h.since[l.Pool], make([]any, len(of))
		for n := range of {
			if r, ok := of[n].(policy.Remembering); ok {
				l.memories[n] = r.Fresh(v, draws[n].At(uint64(i)))
			}
		}
	}
	return h
}

// Pick implements policy.Balancing, to know who was picked.
func (h *hooks) Pick(t *policy.Targets, u uint64) id.Member {
	if h.same { // who tries again where it was is nobody's turn
		h.last.backend = t.Healthy[0]
		return h.last.backend
	}
	h.last.backend = h.balancing.Pick(t, u)
	return h.last.backend
}

// ForwardAsked is Forward where it matters who asks, and where it has been drawn
// already how long a server works, see Service.Work; it may have been taken in before.
// With hooks it passes an attempt on with the LB's view as filters leave it, and as is
// left of that to one that is tried again.
func (d *DataPlane) ForwardAsked(now sim.Time, l *LB, zone id.Zone, client, draw uint64, work time.Duration, takenIn bool) Answer {
	h, v := d.hooks, &l.view
	switch {
	case h == nil:
		return d.pass(now, l, zone, draw, work, takenIn)
	case len(h.learners) > 0:
		if h.closings.by(now) {
			h.tell(now)
		}
		d.open.idle = true
	case len(h.filters) > 0:
		d.open.look(now)
	}
	v.Now, v.Members, v.Zone, v.Key = now, l.pool.inUse, zone, client
	if h.changed = false; !l.spared {
		h.filter(l)
	}
	if h.remembers {
		v.Memory = l.memories[0]
	}
	if len(h.retrying) > 0 && h.hop.Tries > 0 {
		h.leave(v)
	}
	h.last = sending{sent: now, backend: nobody}
	l.plain, h.passing = l.calm && len(v.Healthy) > 0 && d.queues == nil, true
	a := d.pass(now, l, zone, draw, work, takenIn)
	l.plain, h.passing, h.same, d.open.idle = false, false, false, false
	if h.changed {
		v.Healthy, v.Weights = d.choice(l.pool), l.pool.weights
	}
	if len(h.retrying) > 0 && h.last.backend != nobody {
		h.hop.Try(h.last.backend)
	}
	h.last.at = a.At
	switch a.Cause {
	case request.None:
	case request.ServerError, request.ServiceDown:
		h.last.outcome = policy.Failed
	default:
		h.last.outcome = policy.Unanswered
	}
	if a.Backend < 0 && h.last.backend != nobody && len(h.learners) > 0 { // the backend refused it at once, or its host did, as nobody listens there
		if a.Cause == request.OverloadPrimary {
			h.last.outcome = policy.Failed
		}
		h.open(l.places+int32(l.pool.first)+int32(h.last.backend), now).over = true
	}
	return a
}

const nobody = ^id.Member(0) // is no backend

// filter has the filters act on the LB's view, one after the other. What they may
// change is a copy, made for the first that may. Where all say that they would change
// nothing until there is news, they are not asked before.
func (h *hooks) filter(l *LB) {
	v, memories, lasts := &l.view, l.memories, true
	for i := range h.filters {
		f := &h.filters[i]
		v.Memory = memories[1+i]
		if f.spares != nil {
			spares, on := f.spares.Spares(v)
			lasts = lasts && on
			if spares {
				continue
			}
		}
		lasts = false
		if !h.changed {
			h.healthy, h.weights = append(h.healthy[:0], v.Healthy...), append(h.weights[:0], v.Weights...)
			v.Healthy, v.Weights, h.changed = h.healthy, h.weights, true
		}
		f.Filter(v)
	}
	if l.spared = lasts; h.changed {
		h.healthy = v.Healthy
	}
}

// open has the attempt that was just passed on be open at a place until an instant,
// where strategies learn.
func (h *hooks) open(place int32, until sim.Time) *closing {
	outcome := h.last.outcome
	if until < h.last.at {
		outcome = policy.Abandoned
	}
	e := h.closings.push(until)
	// Field by field, as a struct of so many would be made elsewhere and copied.
	e.sent, e.place, e.outcome, e.over = h.last.sent, place, outcome, false
	return e
}

// close takes out an attempt that is open at a place until an instant, if there is one.
func (h *hooks) close(place int32, until sim.Time) (e closing, ok bool) {
	if e, ok = h.closings.take(place, until); ok {
		h.plane.open.counts[place]--
	}
	return e, ok
}

// end has an attempt end before its time.
func (h *hooks) end(now sim.Time, place int32, until sim.Time, how policy.Outcome) bool {
	e, ok := h.close(place, until)
	if ok {
		again := h.closings.push(now)
		again.sent, again.place, again.outcome, again.over = e.sent, place, how, true
	}
	return ok
}

// look is openAttempts.look where strategies learn.
func (h *hooks) look(now sim.Time) {
	if h.closings.by(now) {
		h.tell(now)
	}
}

// tell takes all that has ended by now off what is open, and tells strategies of it.
func (h *hooks) tell(now sim.Time) {
	for h.closings.by(now) {
		e := h.closings.next()
		if !e.over {
			h.plane.open.counts[e.place]--
		}
		t, at := &h.told, &h.places[e.place]
		t.Backend, t.Sent, t.Ended, t.Outcome = at.backend, e.sent, e.until, e.outcome
		l := at.LB
		if e.outcome != policy.Succeeded {
			l.spared = false
		}
		v := &l.view
		v.Now, v.Members = e.until, l.pool.inUse
		for i := range h.learners {
			s := &h.learners[i]
			v.Memory = l.memories[s.memory]
			s.Learn(v, &h.told)
		}
	}
}

// believed notes since when a backend is healthy.
func (h *hooks) believed(now sim.Time, pool, i int, healthy bool) {
	if healthy {
		h.since[pool][i] = now
	}
}
