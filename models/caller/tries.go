package caller

import (
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// A target may be a caller in its turn, as an LB is of its backends. With a retry budget, a
// hedge or a breaker it makes a call of its own (CallFor); what is here is the cheaper way
// for one that tries one backend after the other, and no more. The client hears of nothing
// meanwhile. The tries are steps of the attempt that the target was sent: the target says
// which backend it tries and what becomes of that; the caller gives up, waits and has it
// try again, by the target's rules. An LB stops as soon as its client has gone, as nginx does (haproxy only with
// abortonclose); what a server has begun goes on. Which requests are not idempotent the target knows, and
// by its rules they are tried again or not: nginx does not repeat a POST that a backend may have taken in, haproxy's retry-on does. Who
// waits at a backend where strategies decide who is next is tried again once it is sent
// away, by rules that try errors again, and not before: their time-outs do not count there.

// reach sends an attempt to its target, or has it go on there, until no server has
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
		if t == nil || a.hop.Tries == before {
			return what
		}
		if before == 0 {
			a.hop.Since = now
		}
		if what.Queued {
			return what
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
	t.asked.Untried, t.asked.Others, t.asked.NonIdempotent = a.Target.Left(&a.hop)
	for _, r := range t.list {
		if where, wait := r.Again(&t.asked); where != policy.NoTry && a.hop.Tries < mostTries {
			a.hop.Where = where
			return now.Add(wait), true
		}
	}
	return 0, false
}

// triesAgain has an attempt be tried again that its backend has no more, if the rules
// say so and the caller will still be there.
func (c *Caller) triesAgain(now sim.Time, slot int32, a *attempt, how policy.Failing, cause request.Cause) bool {
	k := &c.calls[a.call]
	if k.rules.tries == nil {
		return false
	}
	at, again := k.rules.tries.again(now, a, how)
	if !again || at >= a.patient {
		return false
	}
	k.given += int64(a.work)
	a.backend, a.work, a.wasted, a.cause, a.finish = none, 0, false, cause, now
	c.schedule(at, slot, a, resume)
	return true
}

// mostTries is how many a target counts.
const mostTries = 255

// tooLate says why an answer comes too late for a client that has waited for it since an
// instant: because it took the server long, or, where that took longer than the work
// itself, because it came late to a server.
func tooLate(since sim.Time, what *Answer) request.Cause {
	if what.Start > since.Add(what.Work) {
		return request.TimedOutInQueue
	}
	return request.SlowResponse
}
