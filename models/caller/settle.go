package caller

import (
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// settle ends a call with what became of an attempt of it. Those that are still
// out go on without it.
func (c *Caller) settle(now sim.Time, a *attempt, k *call) {
	if k.out > 0 {
		c.abandon(now, k)
	}
	s := &c.settlement
	s.Population, s.User = k.Population, k.User
	s.Arrived, s.Ended, s.Attempts = k.Arrived, now, int(k.attempts-k.unsent)
	s.Cause, s.Bytes, s.FailedOver = a.cause, k.Bytes, a.Endpoint > 0
	s.Name, s.Draw = k.Number, k.Draw
	s.Taken, s.Served, s.Work = int(k.taken), int(k.served), k.given
	c.sink.Settled(s)
	c.end(a.call, k)
}

// abandon leaves all attempts that a call has out.
func (c *Caller) abandon(now sim.Time, k *call) {
	for slot := k.first; slot != none; slot = c.attempts[slot].next {
		a := &c.attempts[slot]
		if !a.out {
			continue
		}
		if a.backend >= 0 && a.closes > now {
			a.Target.Close(now, a.backend, a.closes, policy.Abandoned)
		}
		c.over(now, a, k, policy.Abandoned)
	}
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
	a.backend, a.out = none, false
	k.out--
	if len(k.rules.learning) > 0 && a.cause != request.CircuitOpen {
		c.report(now, a, k, how)
	}
}
