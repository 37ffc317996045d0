package caller

import (
	"failsim/models/request"
	"failsim/sim"
)

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
	a.backend, a.work, a.wasted = none, 0, false
	what, waited := c.reach(now, a, k, true), a.cause
	if what.Queued && c.queues(now, slot, &what) || a.hop.Found && what.unconnected() && c.connects(now, slot, &what) {
		return
	}
	at := c.await(now, a, &what)
	if a.cause == request.TimedOutInSurgeQueue {
		a.cause = waited // the queue is what it is for
	}
	c.schedule(at, slot, a, learn)
}

// Next implements Waiting. Who has hung up by then is forwarded no more.
func (c *Caller) Next(now sim.Time, t Ticket) {
	if a := &c.attempts[t.slot]; a.hop.Ticket == t && a.out && a.finish == sim.Never && now < a.patient {
		c.resume(now, t.slot)
	}
}
