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
// an event at each.
type hooks struct {
	plane     *DataPlane
	balancing policy.Balancing
	filters   []policy.Filtering
	memories  [][]any // of filters, by filter, then LB
	learners  []learner
	closings  closings
	last      sending      // what was passed on last
	passing   bool         // it is being passed on
	key       uint64       // of who asks
	since     [][]sim.Time // of pools' backends
	zonal     bool         // strategies mind the zone of a request
	healthy   []id.Member  // scratch, for filters to change
	weights   []float64
	retrying  []policy.LBRetrying // callers have attempts tried again
	hop       *caller.Hop         // of the attempt that is passed on
	same      bool                // it goes to the one backend that is left in the choice, where it was before
	told      policy.Ending       // scratch
}

// learner is a strategy that learns: a filter by its number, or else the one
// that balances.
type learner struct {
	policy.Learning
	filter int
}

const balances = -1

// sending is an attempt as it was passed on to a backend.
type sending struct {
	lb       id.LB
	backend  id.Member
	sent, at sim.Time // at is when the LB will have the answer
	outcome  policy.Outcome
}

// always is long before any run.
const always = sim.Time(-1 << 61)

// newHooks returns nil if no strategy needs them, nor anybody else.
func newHooks(d *DataPlane, filters []policy.Filtering, needed bool) *hooks {
	h := &hooks{plane: d, balancing: d.balancing, filters: filters, memories: make([][]any, len(filters))}
	remembering, remembers := d.balancing.(policy.Remembering)
	if l, ok := d.balancing.(policy.Learning); ok {
		h.learners = append(h.learners, learner{l, balances})
	}
	for i, f := range filters {
		if l, ok := f.(policy.Learning); ok {
			h.learners = append(h.learners, learner{l, i})
		}
	}
	if !remembers && len(filters) == 0 && len(h.learners) == 0 && !needed {
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
	for i := range d.lbs {
		v := &d.lbs[i].view
		if v.Since = h.since[d.lbs[i].Pool]; remembers {
			v.Memory = remembering.Fresh(v, d.balance.Named("memory").At(uint64(i)))
		}
	}
	for i, f := range filters {
		h.memories[i] = make([]any, len(d.lbs))
		if r, ok := f.(policy.Remembering); ok {
			for j := range d.lbs {
				h.memories[i][j] = r.Fresh(&d.lbs[j].view, d.balance.Named("filter").At(uint64(i)).At(uint64(j)))
			}
		}
	}
	return h
}

// Pick implements policy.Balancing, to know who was picked.
func (h *hooks) Pick(t *policy.Targets, u uint64) id.Member {
	t.Key = h.key
	if h.same { // who tries again where it was is nobody's turn
		h.last.backend = t.Healthy[0]
		return h.last.backend
	}
	h.last.backend = h.balancing.Pick(t, u)
	return h.last.backend
}

// pass passes an attempt on as DataPlane.pass does, with the LB's view as filters
// leave it, and as is left of that to one that is tried again.
func (h *hooks) pass(now sim.Time, l *LB, zone id.Zone, draw uint64, work time.Duration, takenIn bool) Answer {
	h.tell(now)
	v := &l.view
	v.Now, v.Members, v.Zone = now, l.pool.inUse, zone
	if len(h.filters) > 0 {
		h.filter(l)
	}
	if len(h.retrying) > 0 && h.hop.Tries > 0 {
		h.leave(v)
	}
	h.last = sending{lb: l.index, sent: now, backend: nobody}
	h.passing = true
	a := h.plane.pass(now, l, zone, draw, work, takenIn)
	h.passing, h.same = false, false
	v.Healthy, v.Weights = h.plane.choice(l.pool), l.pool.weights
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
	if a.Backend < 0 && h.last.backend != nobody { // the backend refused it at once, or its host did, as nobody listens there
		if a.Cause != request.BackendDown {
			h.last.outcome = policy.Failed
		}
		h.open(now, nowhere)
	}
	return a
}

const (
	nobody  = ^id.Member(0) // is no backend
	nowhere = -1            // is no place: what a backend refused is open nowhere
)

// filter has the filters act on the LB's view, one after the other.
func (h *hooks) filter(l *LB) {
	v, memory := &l.view, l.view.Memory
	h.healthy, h.weights = append(h.healthy[:0], v.Healthy...), append(h.weights[:0], v.Weights...)
	v.Healthy, v.Weights = h.healthy, h.weights
	for i, f := range h.filters {
		v.Memory = h.memories[i][l.index]
		f.Filter(v)
	}
	h.healthy, v.Memory = v.Healthy, memory
}

// open has the attempt that was just passed on end at an instant, unless nobody
// learns.
func (h *hooks) open(until sim.Time, place int32) {
	if len(h.learners) == 0 {
		return
	}
	e := closing{sending: h.last, until: until, place: place}
	if until < h.last.at {
		e.outcome = policy.Abandoned
	}
	h.closings.push(e)
}

// close has an attempt end before its time.
func (h *hooks) close(now sim.Time, place int32, until sim.Time, how policy.Outcome) {
	if i := h.closings.find(place, until); i >= 0 {
		e := h.closings.remove(i)
		e.until, e.outcome = now, how
		h.closings.push(e)
	}
}

// tell tells strategies of all that has ended by now.
func (h *hooks) tell(now sim.Time) {
	for len(h.closings.heap) > 0 && h.closings.heap[0].until <= now {
		e := h.closings.remove(0)
		l := &h.plane.lbs[e.lb]
		v, memory := &l.view, l.view.Memory
		v.Now, v.Members = e.until, l.pool.inUse
		h.told = policy.Ending{Backend: e.backend, Sent: e.sent, Ended: e.until, Outcome: e.outcome}
		for _, s := range h.learners {
			if v.Memory = memory; s.filter != balances {
				v.Memory = h.memories[s.filter][e.lb]
			}
			s.Learn(v, &h.told)
		}
		v.Memory = memory
	}
}

// believed notes since when a backend is healthy.
func (h *hooks) believed(now sim.Time, pool, i int, healthy bool) {
	if healthy {
		h.since[pool][i] = now
	}
}
