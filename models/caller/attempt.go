package caller

import (
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// mostDraws is how many attempts of a call have draws of their own.
const mostDraws = 8

// draw returns the number of an attempt's draws.
func (k *call) draw(attempt int32) uint64 { return k.Draw + uint64(min(attempt, mostDraws-1)) }

// send makes the next attempt of a call.
func (c *Caller) send(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	a.Route, a.byName = c.where.Find(now, &k.Asker, int(k.attempts))
	if !c.passes(now, k, a) {
		c.refuse(now, slot)
		return
	}
	c.passOn(now, slot)
}

// passOn makes an attempt whose way is known.
func (c *Caller) passOn(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	zone, _ := c.where.Zone(now, &k.Asker, a.Region, 0)
	c.tickets++
	a.number = k.attempts
	a.hop = Hop{Ticket: Ticket{c.tickets, slot, k.Population}, Until: min(now.Add(k.rules.Timeout), k.giveUp),
		Zone: zone, Draw: uint8(min(k.attempts, mostDraws-1))}
	what := c.reach(now, a, k, false)
	c.sent(now, slot, a, k, &what)
}

// refuse ends an attempt that the caller itself does not let through.
func (c *Caller) refuse(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	a.number = k.attempts
	k.attempts++
	k.unsent++
	k.out++
	a.sent, a.out, a.answered = now, true, false
	a.backend, a.cause, a.log, a.work = nobody, request.CircuitOpen, nothing, 0
	c.schedule(now, slot, a, learn)
}

// sent sees what the answer makes of an attempt that has just been sent.
func (c *Caller) sent(now sim.Time, slot int32, a *attempt, k *call, what *Answer) {
	a.number = k.attempts
	k.attempts++
	k.out++
	a.sent, a.out, a.address = now, true, 0
	a.log, a.work, a.wasted = nothing, 0, false
	a.patient = min(now.Add(k.rules.Timeout), k.giveUp)
	if k.rules.hedging != nil {
		c.wait(now, a.call, a.Endpoint)
	}
	if what.Queued && c.queues(now, slot, what) || what.unconnected() && c.connects(now, slot, what) {
		return
	}
	c.schedule(c.await(now, a, what), slot, a, learn)
}

// queues has an attempt wait at its target, where it is in a queue, or tried by a
// backend that will fail it, which will be made up for. It returns false where the
// caller hangs up before that is over: then nothing is ever answered.
func (c *Caller) queues(now sim.Time, slot int32, what *Answer) bool {
	a := &c.attempts[slot]
	if what.At == sim.Never {
		c.stand(now, slot, what)
		return true
	}
	a.backend, a.cause, a.log = nobody, what.Cause, failure // if nothing else comes of it
	if what.At >= a.patient {
		what.Silent = true
		if what.Backend >= 0 {
			what.At = what.Start
		}
		return false
	}
	if what.Backend >= 0 {
		a.backend, a.work, a.finish, a.closes, a.wasted = what.Backend, what.Work, what.Start, what.Start, what.Wasted
		a.Target.Open(a.backend, a.closes, a.late)
	}
	c.schedule(what.At, slot, a, resume)
	return true
}

// resume goes on with an attempt that has waited in its target's queue.
func (c *Caller) resume(now sim.Time, slot int32) {
	a := &c.attempts[slot]
	k := &c.calls[a.call]
	if a.backend >= 0 { // a try has failed
		k.given += int64(a.work)
		if a.wasted {
			c.sink.Wasted(k.Population, int64(a.work))
		}
	}
	a.backend, a.work, a.wasted = nobody, 0, false
	what, waited := c.reach(now, a, k, true), a.cause
	if what.Queued && c.queues(now, slot, &what) {
		return
	}
	at := c.await(now, a, &what)
	if a.cause == request.TimedOutInSurgeQueue {
		a.cause = waited // the queue is what it is for
	}
	c.schedule(at, slot, a, learn)
}

// await returns the instant when the caller learns what became of its attempt,
// which a backend has taken, or nobody will, and keeps what it will then have
// learnt.
func (c *Caller) await(now sim.Time, a *attempt, what *Answer) sim.Time {
	a.backend, a.finish, a.work, a.cause = what.Backend, what.At, what.Work, what.Cause
	a.log, a.answered, a.wasted = logged(what), false, what.Wasted
	at := what.At.Add(a.RTT)
	if a.cause == request.OverloadPrimary && a.Endpoint > 0 {
		a.cause = request.OverloadSurvivor
	}
	switch {
	case what.Silent:
		at = a.patient
	case at <= a.patient:
		a.answered = true
	case a.patient == c.calls[a.call].giveUp:
		at, a.cause = a.patient, request.GaveUp
	case what.Work == 0:
		at = a.patient
	default:
		at, a.cause = a.patient, tooLate(a.sent, what)
		if atTarget := now.Sub(a.sent); a.cause == request.TimedOutInQueue && atTarget > min(what.Start, a.patient).Sub(now) {
			a.cause = request.TimedOutInSurgeQueue
		}
	}
	if a.backend >= 0 {
		a.closes = min(at, what.At)
		a.Target.Open(a.backend, a.closes, a.late && a.closes == what.At)
	}
	return at
}

// tooLate says why an answer comes too late for whoever has waited for it since an
// instant: because it took the server long, or, where that took longer than the work
// itself, because it came late to a server.
func tooLate(since sim.Time, what *Answer) request.Cause {
	if what.Start > since.Add(what.Work) {
		return request.TimedOutInQueue
	}
	return request.SlowResponse
}

// learn is the caller's view of an attempt's end. With the user's patience all end
// that are out, in the order in which they were sent.
func (c *Caller) learn(now sim.Time, slot int32, a *attempt) {
	k := &c.calls[a.call]
	if k.out == 1 || now != k.giveUp {
		c.ended(now, slot, a, k)
		return
	}
	for generation := k.generation; k.out > 0 && k.generation == generation; { // else it was answered
		slot = c.firstOut(k)
		c.ended(now, slot, &c.attempts[slot], k)
	}
}

// firstOut returns which of a call's attempts that are out was sent first.
func (c *Caller) firstOut(k *call) (first int32) {
	first = nobody
	for slot := k.first; slot != nobody; slot = c.attempts[slot].next {
		if a := &c.attempts[slot]; a.out && (first == nobody || a.number < c.attempts[first].number) {
			first = slot
		}
	}
	return first
}

// ended ends an attempt of a call for its caller.
func (c *Caller) ended(now sim.Time, slot int32, a *attempt, k *call) {
	how := a.outcome()
	c.over(now, a, k, how)
	if a.cause == request.None {
		if r := k.rules.rewarding; r != nil {
			r.Succeeded(c.rewarded(k), int(k.attempts))
		}
		c.settle(now, a, k)
		return
	}
	if a.Minds {
		c.where.Failed(now, &k.Asker, int(k.attempts), a.Endpoint, how)
	}
	if k.out > 0 { // others are still out, and may be answered
		c.drop(slot)
		return
	}
	if a.cause != request.GaveUp && now < k.giveUp && c.again(now, slot, a, k) {
		return
	}
	c.blameAddress(a, k)
	c.settle(now, a, k)
}

// outcome is how an attempt ended, as the caller sees it.
func (a *attempt) outcome() policy.Outcome {
	switch {
	case a.cause == request.None:
		return policy.Succeeded
	case a.answered && a.backend != Refused, a.cause == request.CircuitOpen:
		return policy.Failed
	}
	return policy.Unanswered
}

// over counts what an attempt has cost that has ended for its caller.
func (c *Caller) over(now sim.Time, a *attempt, k *call, how policy.Outcome) {
	k.given += int64(a.work)
	if a.log != nothing {
		k.taken++
		k.served += int32(a.log - failure)
	}
	if a.backend >= 0 && a.work > 0 && (a.finish > now || a.wasted) {
		c.sink.Wasted(k.Population, int64(a.work))
	}
	a.backend, a.out = nobody, false
	k.out--
	if len(k.rules.learning) > 0 && a.cause != request.CircuitOpen {
		c.tell(now, a, k, how)
	}
}

// blameAddress names the stale address as the cause where the authority had said
// otherwise before the attempt was sent: only then would another TTL, or a
// resolver that keeps to it, have helped. What the authority has said since does
// not matter, nor for how long the client waited.
func (c *Caller) blameAddress(a *attempt, k *call) {
	switch a.cause {
	case request.LBMisconfigured, request.RegionDown, request.ProviderDown, request.CommonMode, request.NoHealthyTarget:
		if a.byName && !c.where.Listed(k.Name, a.Endpoint, a.sent) {
			a.cause = request.StaleAddress
		}
	}
}

// again schedules another attempt if the caller wants one and the user will
// still be there.
func (c *Caller) again(now sim.Time, slot int32, a *attempt, k *call) bool {
	c.retry.Now, c.retry.Attempt, c.retry.Cause, c.retry.Budget, c.retry.Waited = now, int(k.attempts), a.cause, c.budgetOf(&k.Asker, k.rules), k.waited
	wait, more := k.rules.Retrying.Again(&c.retry, c.jitter.Float64(k.draw(k.attempts)))
	if !more || now.Add(wait) >= k.giveUp {
		return false
	}
	k.waited = wait
	c.schedule(now.Add(wait), slot, a, resend)
	return true
}
