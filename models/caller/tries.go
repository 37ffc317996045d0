package caller

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// A target may be a caller in its turn, as an LB is of its backends: it tries one
// after the other, and whoever called it hears of nothing meanwhile. Its tries are
// steps of the attempt that it was sent: the target says whom it tries and what
// becomes of that, the caller gives up, waits and has it try again, by the target's
// rules. An LB stops as soon as its client has gone, as nginx does (haproxy only with
// abortonclose); what a server has begun goes on. It leaves out methods: nginx does
// not repeat a POST that a backend may have taken in, haproxy's retry-on does. What
// has waited at a backend where strategies decide who is next is not tried again.

// tries are the rules by which targets try again.
type tries struct {
	list            []policy.LBRetrying
	connect, answer time.Duration // the shortest of theirs; 0: as long as targets wait anyway
	asked           policy.Try    // scratch
}

// newTries returns nil where targets do not try again.
func newTries(list []policy.LBRetrying) *tries {
	if len(list) == 0 {
		return nil
	}
	t := &tries{list: list}
	for _, r := range list {
		connect, answer := r.TimeOuts()
		t.connect, t.answer = shorter(t.connect, connect), shorter(t.answer, answer)
	}
	return t
}

// shorter returns the shorter of two time-outs, of which 0 is none.
func shorter(a, b time.Duration) time.Duration {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// reach sends an attempt to its target, or has it go on there, until nobody has
// refused it at once whom the target would not try again. Where a try will have
// failed and there will be another, the attempt waits for that.
func (c *Caller) reach(now sim.Time, a *attempt, k *call, takenIn bool) Answer {
	t := k.rules.tries
	a.late = false
	for {
		draw, before := k.draw(a.number), a.hop.Tries
		if before > 0 {
			draw = sim.Mix(draw) + uint64(before)
		}
		var what Answer
		if takenIn {
			what = a.Target.Resume(now, k.Client, draw, &a.hop)
		} else {
			what = a.Target.Send(now, k.Client, draw, &a.hop)
		}
		if t == nil || a.hop.Tries == before || what.Queued {
			return what
		}
		if before == 0 {
			a.hop.Since = now
		}
		how, failed := a.fails(now, t, &what)
		if !failed {
			return what
		}
		at, again := t.again(what.At, a, how)
		if !again {
			return what
		}
		if what.Backend >= 0 || at > now {
			what.Queued, what.Start, what.At = true, what.At, at
			return what
		}
		takenIn = true
	}
}

// fails says how a try will have failed, if it will, and has the target give it up
// in time: the answer then says when.
func (a *attempt) fails(now sim.Time, t *tries, what *Answer) (how policy.Failing, failed bool) {
	switch {
	case what.Backend < 0:
		return policy.RefusedTry, true
	case what.Work == 0: // it is dead
		if gives := now.Add(t.connect); t.connect > 0 && gives < what.At {
			what.At, a.late = gives, true
		}
		return policy.UnreachedTry, true
	case t.answer > 0 && what.At > now.Add(t.answer):
		what.Cause, what.Wasted = tooLate(now, what), true
		what.At, a.late = now.Add(t.answer), true
		return policy.LateTry, true
	case what.Cause != request.None:
		return policy.ErredTry, true
	}
	return 0, false
}

// again asks the strategies about a try that has failed at an instant.
func (t *tries) again(now sim.Time, a *attempt, how policy.Failing) (at sim.Time, again bool) {
	t.asked = policy.Try{Now: now, Since: a.hop.Since, Tries: int(a.hop.Tries), Failing: how}
	t.asked.Untried, t.asked.Others = a.Target.Left(&a.hop)
	for _, r := range t.list {
		if where, wait := r.Again(&t.asked); where != policy.NoTry && a.hop.Tries < mostTries {
			a.hop.Where = where
			return now.Add(wait), true
		}
	}
	return 0, false
}

// mostTries is how many a target counts.
const mostTries = 255

// Hop is what a target keeps of an attempt while it tries one backend after the
// other. The zero value is an attempt that it has not passed on yet.
type Hop struct {
	Ticket Ticket
	Until  sim.Time // when the caller hangs up
	Since  sim.Time // the first try
	Zone   id.Zone  // where the node of the target stands that the caller has connected to
	Tries  uint8
	Draw   uint8        // added to the call's draws to get the attempt's
	Where  policy.Where // for the next
	last   [8]id.Member // backends tried, by try modulo 8
}

// Try notes that the attempt is tried at a backend.
func (h *Hop) Try(backend id.Member) {
	h.last[h.Tries%8] = backend
	h.Tries++
}

// Last returns the backend of the last try, of which there was one.
func (h *Hop) Last() id.Member { return h.last[(h.Tries-1)%8] }

// Tried tells whether a backend is among the last eight that were tried.
func (h *Hop) Tried(backend id.Member) bool {
	return slices.Contains(h.last[:min(h.Tries, 8)], backend)
}
