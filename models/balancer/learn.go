package balancer

import (
	"failsim/models/policy"
	"failsim/sim"
)

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
		h.report(now)
	}
}

// tell takes all that has ended by now off what is open, and tells strategies of it.
func (h *hooks) report(now sim.Time) {
	for h.closings.by(now) {
		e := h.closings.next()
		if !e.over {
			h.plane.open.counts[e.place]--
		}
		t, at := &h.reported, &h.places[e.place]
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
			s.Learn(v, &h.reported)
		}
	}
}
