package service

import (
	"slices"
	"time"

	"failsim/models/caller"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// Be has a service that is asked be as it is from now on. One that stops loses what it
// was doing, which callers hear of at once; while it is down it refuses. What a server
// has begun takes as long as it would have.
func (c *Calls) Be(now sim.Time, service int, s *State) {
	a := c.asked[service]
	if stops := a.state.Running && !s.Running; stops {
		a.queue.Clear(now, c.leave)
		c.calls.Lost(now, id.Backend(a.index), request.ServiceDown, false)
	}
	a.state = State{Running: s.Running, Ails: slices.Clone(s.Ails)}
	held := a.held
	a.held = nil
	for _, tag := range held {
		if slot, ok := c.slot(tag); ok {
			c.works(now, slot)
		}
	}
}

// Wait has a service that is asked wait so long beside its own work.
func (c *Calls) Wait(service int, d distribution.Distribution) { c.asked[service].wait = d }

// becomes says what becomes of a request as the service is now, and how long that takes.
func (a *asked) becomes(t *seat) time.Duration {
	work := time.Duration(float64(a.Work.Quantile(a.work.Float64(t.draw))) * a.state.Slow())
	if a.wait != nil {
		work += a.wait.Quantile(a.waits.Float64(t.draw))
	}
	t.cause, t.hangs = request.None, false
	if ail := a.state.fails(a.fails.Float64(t.draw)); ail != nil {
		if t.hangs = ail.Hangs; !t.hangs {
			t.cause = request.ServerError
		}
		if ail.After > 0 {
			work = ail.After
		}
	}
	return max(1, work)
}

func (c *Calls) leave(slot int32) {
	c.seats[slot].generation++
	c.visits.Free(slot)
}

func (*asked) refused(now sim.Time, cause request.Cause) caller.Answer {
	return caller.Answer{Fate: caller.Fate{Cause: cause}, Backend: caller.Nobody, Times: caller.Times{At: now}}
}

// queued is what becomes of who waits, for a server or for what a server has asked.
func (a *asked) queued() caller.Answer {
	return caller.Answer{Fate: caller.Fate{Cause: request.TimedOutInQueue, Queued: true}, Backend: id.Backend(a.index), Times: caller.Times{At: sim.Never, Start: sim.Never}}
}

// Send implements caller.Target.
func (a *asked) Send(now sim.Time, _, draw uint64, hop *caller.Hop) caller.Answer {
	if !a.state.Running {
		return a.refused(now, request.ServiceDown)
	}
	c := a.all
	new := seat{at: a, ticket: hop.Ticket, draw: draw, request: hop.Request, object: hop.Object}
	slot := c.visits.Bring(policy.Visit{Came: now, Until: hop.Until}, a.becomes(&new))
	for int(slot) >= len(c.seats) {
		c.seats = append(c.seats, seat{})
	}
	t := &c.seats[slot]
	new.generation = t.generation
	*t = new
	switch state, _ := a.queue.Offer(now, slot); {
	case state == station.Elsewhere:
		c.leave(slot)
		return a.refused(now, request.OverloadPrimary)
	case state == station.Served && a.maker == nil:
		c.works(now, slot)
	case state == station.Served: // its caller cannot make another call meanwhile
		c.schedule(now, slot, takenUp)
	}
	return a.queued()
}

// Begins implements station.QueueHost: a server asks for what a request needs, if
// anything, and works.
func (a *asked) Begins(now sim.Time, slot int32) {
	c := a.all
	t := &c.seats[slot]
	if a.maker == nil || t.cause != request.None || !c.Ask(now, a.maker.index, Wanted{Draw: t.draw, Request: t.request, Object: t.object, Who: c, Tag: c.tag(slot)}) {
		c.works(now, slot)
	}
}

// Answered implements Waiter. A server that has not got what it needs answers with an
// error at once.
func (c *Calls) Answered(now sim.Time, tag uint64, ok bool) {
	slot, there := c.slot(tag)
	if !there {
		return
	}
	if !ok {
		c.seats[slot].cause, c.visits.At(slot).Work = request.ServiceDown, 0
	}
	c.works(now, slot)
}

// works has a server work, unless nothing becomes of that for now.
func (c *Calls) works(now sim.Time, slot int32) {
	if t := &c.seats[slot]; t.hangs {
		c.visits.At(slot).Work = t.at.becomes(t) // it may have waited for a server
		if t.hangs {
			t.at.held = append(t.at.held, c.tag(slot))
			return
		}
	}
	c.schedule(now.Add(c.visits.At(slot).Work), slot, done)
}

func (c *Calls) schedule(at sim.Time, slot int32, kind uint8) {
	c.kernel.Schedule(at, sim.Completion, c.owner, sim.Event{Kind: kind, Arg: c.tag(slot)})
}

// tag numbers a request at a service: its slot, and who has that.
func (c *Calls) tag(slot int32) uint64 {
	return uint64(slot)<<generationBits | uint64(c.seats[slot].generation)&(1<<generationBits-1)
}

// slot returns that of a request; false if it is there no more.
func (c *Calls) slot(tag uint64) (slot int32, ok bool) {
	slot = int32(tag >> generationBits)
	return slot, c.tag(slot) == tag
}

// Handle implements sim.Handler.
func (c *Calls) Handle(now sim.Time, e sim.Event) {
	if e.Kind == answered || e.Kind == failed {
		c.settled(now, int32(e.Arg), e.Kind == answered)
		return
	}
	if e.Kind == impatient {
		if u := &c.under[e.Arg>>generationBits]; uint64(u.spell)&(1<<generationBits-1) == e.Arg&(1<<generationBits-1) {
			c.makers[u.maker].cache.Impatient(now, u.object, e.Arg>>generationBits)
		}
		return
	}
	slot, ok := c.slot(e.Arg)
	switch {
	case !ok:
	case e.Kind == takenUp:
		c.seats[slot].at.Begins(now, slot)
	default:
		c.done(now, slot)
	}
}

// done is when a server has done a request.
func (c *Calls) done(now sim.Time, slot int32) {
	t, j := c.seats[slot], c.visits.At(slot)
	started, work := j.Started, j.Work
	t.at.queue.Leave(now, slot)
	c.leave(slot)
	c.calls.Report(now, t.ticket, caller.Answer{Fate: caller.Fate{Cause: t.cause}, Backend: id.Backend(t.at.index), Times: caller.Times{At: now, Start: started, Work: work}})
}

// Drops implements station.QueueHost.
func (*asked) Drops(sim.Time, int32) { panic("service: a waiting request is not sent away") }

// Resume implements caller.Target.
func (*asked) Resume(sim.Time, uint64, uint64, *caller.Hop) caller.Answer {
	panic("service: a service does not retry for its caller")
}

// Probe implements caller.Probed.
func (a *asked) Probe(now sim.Time, _ *caller.Probe) caller.Answer {
	return a.refused(now, request.None)
}

// Left implements caller.Target.
func (*asked) Left(*caller.Hop) (untried, others int, nonIdempotent bool) { return 0, 0, false }

// Open, Close and Withdraw implement caller.Target: nothing is counted.
func (*asked) Open(id.Backend, sim.Time, bool)                      {}
func (*asked) Close(sim.Time, id.Backend, sim.Time, policy.Outcome) {}
func (*asked) Withdraw(id.Backend, sim.Time)                        {}
