package client

import (
	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// arrivals makes requests arrive: the next one, and those after it until another
// event is due.
func (c *Clients) arrivals(now sim.Time) {
	if c.tape != nil {
		c.play(now)
		return
	}
	for more := true; more; {
		s := c.streams[c.turn]
		c.arrive(now, s.next())
		c.turns[c.turn] = s.pass()
		c.turn, now = c.turns.first()
		more = c.kernel.Clear(now) || c.kernel.Follow(c.slot, now)
	}
}

// Play has requests come from a tape. The clients have no streams, and whatever
// runs their kernel does not run it beyond the tape's block.
func (c *Clients) Play(t *Tape) {
	c.tape = t
	c.kernel.Set(c.slot, t.block[0].arrived)
}

// play is arrivals from a tape.
func (c *Clients) play(now sim.Time) {
	ahead := c.tape.block[c.played-c.tape.before:]
	n := 0
	for more := true; more; n++ {
		c.arrive(now, &ahead[n])
		now = ahead[n+1].arrived
		more = c.kernel.Clear(now) || c.kernel.Follow(c.slot, now)
	}
	c.played += uint64(n)
}

// arrive has a request arrive and make its first attempt. Most are answered
// right: then all that is kept of it is its line in the ledger.
func (c *Clients) arrive(now sim.Time, w *identity) {
	to, byName := c.primaries[w.name], true
	*to.sent++
	if to.chosen || !*to.always {
		if to.events {
			c.calls.Call(now, c.asking(w))
			return
		}
		if to, byName = c.find(now, w, 0, to.whose); to.lb == nil {
			c.calls.GoOn(now, c.asking(w), &to.Route, byName, c.unconnected(now, w, to), to.Target.Send(now, 0, 0, &c.noHop))
			return
		}
	}
	zone, a := id.Zone(0), balancer.Answer{}
	if c.plane.Minds() {
		zone = c.zone(now, w, to.Region)
		a = c.plane.ForwardAsked(now, to.lb, zone, w.client, &w.draws, false)
	} else {
		a = c.plane.ForwardDrawn(now, to.lb, &w.draws)
	}
	if a.Cause != request.None || a.Queued || a.At.Sub(now) > to.waits {
		c.calls.GoOn(now, c.asking(w), &to.Route, byName, zone, a)
		return
	}
	c.plane.Open(to.lb, a.Backend, a.At)
	if c.answered.full() {
		c.report(now)
		c.answered.turn()
	}
	reported, kept := c.answered.add()
	// Field by field, as a struct of so many would be made elsewhere and copied.
	reported.Arrived, reported.Learns, reported.Work = now, a.At+sim.Time(to.RTT), int64(a.Work) // soon enough to need no check, as Add has
	reported.User, reported.Bytes = w.user, w.bytes
	reported.Population, reported.FailedOver = to.population, to.endpoint > 0
	*kept = restore{draw: w.draws.Number, backend: a.Backend, endpoint: to.endpoint, byName: byName}
}

// unconnected returns the zone that a first attempt connects to once it knows where; of
// one that never will it does not matter.
func (c *Clients) unconnected(now sim.Time, w *identity, to *route) id.Zone {
	if to.whose == nil {
		return 0
	}
	return c.zone(now, w, to.Region)
}
