package client

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// send makes the next attempt of a request. It returns what comes next, and
// when: as a rule the client learns what became of it.
func (c *Clients) send(now sim.Time, r *inFlight) (at sim.Time, kind uint8) {
	r.route, r.byName = c.find(now, &r.who, int(r.attempts))
	c.plane.AskedBy(r.client)
	a := c.plane.Forward(now, r.lb, c.zone(now, &r.who, r.lb.Region), r.draw+uint64(min(r.attempts, 7)))
	return c.forwarded(now, r, a)
}

// forwarded sees what the answer makes of an attempt that has just been
// forwarded.
func (c *Clients) forwarded(now sim.Time, r *inFlight, a balancer.Answer) (at sim.Time, kind uint8) {
	r.attempts++
	r.sent = now
	r.patient = min(now.Add(c.rules.Timeout), r.giveUp)
	if a.Queued {
		r.backend, r.cause = -1, a.Cause
		if a.At < r.patient {
			return a.At, dequeued
		}
		a.Silent = true
	}
	return c.await(now, r, a), learn
}

func (c *Clients) resend(now sim.Time, slot int) {
	r := &c.inFlight.slots[slot]
	r.generation++
	at, kind := c.send(now, r)
	c.schedule(at, slot, kind)
}

// dequeue passes an attempt on that has waited in the surge queue.
func (c *Clients) dequeue(now sim.Time, slot int) {
	r := &c.inFlight.slots[slot]
	c.plane.AskedBy(r.client)
	a, waited := c.plane.Serve(now, r.lb, r.draw+uint64(min(r.attempts-1, 7))), r.cause
	at := c.await(now, r, a)
	if r.cause == request.TimedOutInSurgeQueue {
		r.cause = waited // the queue is what it is for
	}
	c.schedule(at, slot, learn)
}

// await returns the instant when the client learns what became of its attempt,
// which a backend has taken, or nobody will, and keeps what it will then have
// learnt.
func (c *Clients) await(now sim.Time, r *inFlight, a balancer.Answer) sim.Time {
	r.backend, r.finish, r.work, r.cause = a.Backend, a.At, a.Work, a.Cause
	r.log = logged(&a)
	at := a.At.Add(r.rtt)
	if r.cause == request.OverloadPrimary && r.endpoint > 0 {
		r.cause = request.OverloadSurvivor
	}
	switch {
	case a.Silent:
		at = r.patient
	case at <= r.patient:
	case r.patient == r.giveUp:
		at, r.cause = r.patient, request.GaveUp
	case a.Work == 0:
		at = r.patient
	case a.Start > r.sent.Add(a.Work):
		// Waiting took longer than the work itself.
		at, r.cause = r.patient, request.TimedOutInQueue
		if atLB := now.Sub(r.sent); atLB > min(a.Start, r.patient).Sub(now) {
			r.cause = request.TimedOutInSurgeQueue
		}
	default:
		at, r.cause = r.patient, request.SlowResponse
	}
	if r.backend >= 0 {
		r.closes = min(at, a.At)
		c.plane.Open(r.lb, r.backend, r.closes)
	}
	return at
}

// logged returns what the log of whoever took an attempt in will say. Who
// waits in a surge queue was taken in, though nobody ever answers. What a
// server works on counts as answered even if the client has hung up by then.
func logged(a *balancer.Answer) log {
	switch {
	case a.Silent && !a.Queued:
		return nothing
	case a.Silent || a.Cause != request.None:
		return failure
	}
	return success
}

func (c *Clients) schedule(at sim.Time, slot int, kind uint8) {
	c.kernel.Schedule(at, sim.Completion, c.owner, sim.Event{Kind: kind, Arg: c.inFlight.event(slot)})
}

// learn is the client's view of an attempt's end.
func (c *Clients) learn(now sim.Time, slot int) {
	r := &c.inFlight.slots[slot]
	r.given += int64(r.work)
	if r.log != nothing {
		r.taken++
		r.served += int32(r.log - failure)
	}
	if r.backend >= 0 {
		if r.work > 0 && r.finish > now {
			c.sink.Wasted(request.Population(r.population), int64(r.work))
		}
		r.backend = -1
	}
	if r.cause == request.None {
		c.settle(now, slot)
		return
	}
	if c.holdsList {
		c.failed(now, r)
	}
	if r.cause != request.GaveUp && now < r.giveUp && c.again(now, slot) {
		return
	}
	c.blameAddress(r)
	c.settle(now, slot)
}

// blameAddress names the stale address as the cause where the authority had said
// otherwise before the attempt was sent: only then would another TTL, or a
// resolver that keeps to it, have helped. What the authority has said since does
// not matter, nor for how long the client waited.
func (c *Clients) blameAddress(r *inFlight) {
	switch r.cause {
	case request.LBMisconfigured, request.RegionDown, request.ProviderDown, request.CommonMode, request.NoHealthyTarget:
		if r.byName && !c.authority.Listed(r.name, r.endpoint, r.sent) {
			r.cause = request.StaleAddress
		}
	}
}

// again schedules another attempt if the client wants one and the user will
// still be there.
func (c *Clients) again(now sim.Time, slot int) bool {
	r := &c.inFlight.slots[slot]
	c.retry.Now, c.retry.Attempt, c.retry.Cause, c.retry.Budget = now, int(r.attempts), r.cause, c.budget(r.name)
	wait, more := c.rules.Retrying.Again(&c.retry, c.jitter.Float64(r.draw+uint64(min(r.attempts, 7))))
	if !more || now.Add(wait) >= r.giveUp {
		return false
	}
	r.generation++
	c.schedule(now.Add(wait), slot, resend)
	return true
}

// budget returns a name's budget for retries. Whether it learns of first attempts
// one by one or many at once is all the same, as nobody else looks at it.
func (c *Clients) budget(name int) *policy.Budget {
	for ; c.sent[name] > 0; c.sent[name]-- {
		c.rules.Retrying.Sent(&c.budgets[name])
	}
	return &c.budgets[name]
}

func (c *Clients) settle(now sim.Time, slot int) {
	c.tell(now)
	r := &c.inFlight.slots[slot]
	s := &c.settlement
	s.Population, s.User = request.Population(r.population), r.user
	s.Arrived, s.Ended, s.Attempts = r.arrived, now, int(r.attempts)
	s.Cause, s.Bytes, s.FailedOver = r.cause, r.bytes, r.endpoint > 0
	s.Name = r.name - c.populations[r.population].FirstName
	s.Taken, s.Served, s.Work = int(r.taken), int(r.served), r.given
	c.sink.Settled(s)
	c.inFlight.put(slot)
}

// Lost tells that a backend lost what it was working on. Clients get an error
// at once, or, if nothing answers, learn of it when they hang up.
func (c *Clients) Lost(now sim.Time, backend int, cause request.Cause, silent bool) {
	for slot := range c.inFlight.slots {
		r := &c.inFlight.slots[slot]
		if r.backend == int32(backend) && r.finish > now && r.work > 0 { // not waiting for a backend that was dead already
			r.generation++
			c.lose(now, slot, cause, silent)
		}
	}
	c.answered.keep(func(i int) bool {
		if c.answered.restore[i].backend != int32(backend) {
			return true
		}
		r := c.recalled(i)
		if r.finish > now {
			c.lose(now, c.goOn(&r), cause, silent)
		}
		return r.finish <= now
	})
}

// lose ends the current attempt of a request with what its backend has lost.
func (c *Clients) lose(now sim.Time, slot int, cause request.Cause, silent bool) {
	r := &c.inFlight.slots[slot]
	c.plane.Close(now, r.lb, r.backend, r.closes)
	r.backend, r.cause, r.log = -1, cause, failure
	at := r.patient
	if silent {
		r.log = nothing
	} else {
		at = min(at, now.Add(r.rtt))
	}
	c.schedule(at, slot, learn)
}

// recalled returns a request that waits in the ledger, at an index of its page,
// as it is in flight.
func (c *Clients) recalled(i int) inFlight {
	a, b := &c.answered.told[i], &c.answered.restore[i]
	giveUp := a.Arrived.Add(c.rules.Patience)
	r := inFlight{who: who{population: int32(a.Population), user: a.User, bytes: a.Bytes, draw: b.draw, arrived: a.Arrived}, giveUp: giveUp,
		attempts: 1, sent: a.Arrived, backend: b.backend, log: success, work: time.Duration(a.Work),
		patient: a.Arrived.Add(c.waits)}
	p := &c.populations[r.population]
	p.follow(&r.who)
	r.route, r.byName = p.at(r.name, int(b.endpoint)), b.byName
	r.finish = a.Learns.Add(-r.rtt)
	r.closes = r.finish
	return r
}

// goOn has a request go on in a slot of its own.
func (c *Clients) goOn(r *inFlight) (slot int) {
	c.sink.Arrived(request.Population(r.population), r.user, r.arrived)
	slot = c.inFlight.take()
	c.inFlight.fill(slot, r)
	return slot
}
