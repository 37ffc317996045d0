package balancer

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

const (
	leaves uint8 = iota // it was served to its end
	quits               // it has waited for as long as it may
)

// Admit has strategies decide who is let in at backends, and who is next, and servers
// ask for what requests need, if up is not nil. It is called before time starts;
// callers hear what becomes of attempts that have waited.
func (d *DataPlane) Admit(k *sim.Kernel, list []policy.Admitting, up Upstream) {
	d.serving = station.Spec{Servers: 1, Ruled: len(list) > 0, Open: up != nil} // their numbers differ, and matter to no form
	if form, _ := d.serving.Form(); form.Fixed() {
		return
	}
	if d.hooks == nil {
		d.hook(newHooks(d, nil, true))
	}
	s := &queues{plane: d, kernel: k, upstream: up}
	s.owner = k.Register(s)
	rules := station.NewQueueRules(list)
	for _, p := range d.pools {
		for i := range p.backends {
			b := &p.backends[i]
			b.queue = station.NewQueue(s, &s.visits, rules, b.station.Servers(), b.station.Capacity(), d.service.Weight)
		}
	}
	d.queues = s
}

// Serving says how backends serve, and LBs where they call them: when that is over is
// known at its end.
func (d *DataPlane) Serving() station.Spec {
	s := d.serving
	s.Calls = d.calling != nil
	return s
}

// passToQueue passes an attempt on to a backend's queue: the answer says what it will
// be, and how long a server works.
func (d *DataPlane) passToQueue(now sim.Time, l *LB, p *pool, i int, draw uint64, a Answer, later time.Duration) Answer {
	b, hop := &p.backends[i], d.hooks.hop
	what := d.queues.offer(now, l, b, a.Backend, policy.Visit{Came: now, Until: hop.Until, Client: d.hooks.key}, seat{ticket: hop.Ticket, draw: draw, request: hop.Request, object: hop.Object, later: later}, a)
	d.press(now, p, i) // strategies may refuse the next request, though none waits
	return what
}

// offer brings an attempt to a backend's queue, as pass does to its station.
func (s *queues) offer(now sim.Time, l *LB, b *backend, backend id.Backend, visit policy.Visit, t seat, a Answer) Answer {
	slot := s.visits.Bring(visit, a.Work)
	for int(slot) >= len(s.seats) {
		s.seats = append(s.seats, seat{})
	}
	state, longest := b.queue.Offer(now, slot)
	t.generation, t.lb, t.backend, t.cause = s.seats[slot].generation, l, backend, a.Cause
	s.seats[slot] = t
	switch state {
	case station.Elsewhere:
		s.free(slot)
		return refused(now, request.OverloadPrimary)
	case station.Served:
		return s.serve(now, slot)
	}
	if longest > 0 {
		s.schedule(now.Add(longest), slot, quits)
	}
	return unknown(request.TimedOutInQueue, backend)
}

// unknown is what becomes of an attempt that is not yet known, and why it will have
// failed if its caller hangs up before that is known.
func unknown(cause request.Cause, backend id.Backend) Answer {
	return Answer{Fate: Fate{Cause: cause, Queued: true}, Backend: backend, Times: Times{At: sim.Never, Start: sim.Never}}
}

// serve returns what becomes of one with whom a server begins now: it asks for what
// that needs, if anything, and works on it.
func (s *queues) serve(now sim.Time, slot int32) Answer {
	t := &s.seats[slot]
	if s.upstream != nil && !t.probe && t.cause == request.None &&
		s.upstream.Ask(now, s.plane.pools[s.plane.backends[t.backend]].region, t.draw, t.request, t.object, s.tag(slot)) {
		t.asked = now
		j := s.visits.At(slot)
		j.Finish = now.Add(s.lately + j.Work)
		return unknown(request.ServiceDown, t.backend)
	}
	return s.works(now, slot)
}

// works returns what becomes of one on which a server works from now on.
func (s *queues) works(now sim.Time, slot int32) Answer {
	t, work := &s.seats[slot], s.visits.At(slot).Work
	finish := now.Add(work)
	s.schedule(finish, slot, leaves)
	a := Answer{Fate: Fate{Cause: t.cause}, Backend: t.backend, Times: Times{Start: now, Work: work}}
	if t.lb != nil {
		a.At = finish.Add(t.lb.ToPool + t.later)
	}
	return a
}

func (s *queues) schedule(at sim.Time, slot int32, kind uint8) {
	s.kernel.Schedule(at, sim.Completion, s.owner, sim.Event{Kind: kind, Arg: s.tag(slot)})
}

// tag numbers a request at the queues: its slot, and who has that.
func (s *queues) tag(slot int32) uint64 {
	return uint64(slot)<<generationBits | uint64(s.seats[slot].generation)&(1<<generationBits-1)
}

const generationBits = 20 // of an event; slots have the 24 that are left

func (s *queues) free(slot int32) {
	s.seats[slot].generation++
	s.visits.Free(slot)
}

// Handle implements sim.Handler.
func (s *queues) Handle(now sim.Time, e sim.Event) {
	slot := int32(e.Arg >> generationBits)
	t := &s.seats[slot]
	if s.tag(slot) != e.Arg {
		return
	}
	p := s.plane.pools[s.plane.backends[t.backend]]
	i := int(t.backend) - p.first
	queue := p.backends[i].queue
	if e.Kind == leaves {
		queue.Leave(now, slot)
		s.free(slot)
		s.plane.press(now, p, i) // they may have learnt to take in less
	} else if s.visits.At(slot).State == station.Waiting {
		queue.Quit(now, slot)
	}
}

// Begins implements station.QueueHost.
func (s *queues) Begins(now sim.Time, slot int32) {
	s.report(now, slot, s.serve(now, slot))
}

// Answered reports that all that a request needs is there, or will never be: then its
// server answers with an error at once.
func (d *DataPlane) Answered(now sim.Time, tag uint64, ok bool) {
	s, slot := d.queues, int32(tag>>generationBits)
	if s.tag(slot) != tag {
		return
	}
	t, j := &s.seats[slot], s.visits.At(slot)
	s.lately = now.Sub(t.asked)
	if !ok {
		t.cause, j.Work = request.ServiceDown, 0
	}
	j.Finish = now.Add(j.Work)
	s.report(now, slot, s.works(now, slot))
}

// tell tells the caller of one that has waited what becomes of it.
func (s *queues) report(now sim.Time, slot int32, a Answer) {
	t := &s.seats[slot]
	if t.probe {
		return
	}
	if a.Queued {
		s.plane.callers.Report(now, t.ticket, a)
		return
	}
	s.plane.open.look(now)
	s.plane.hooks.restarted(now, t, s.visits.Visit(slot).Came, &a)
	s.plane.callers.Report(now, t.ticket, a)
}

// Drops implements station.QueueHost.
func (s *queues) Drops(now sim.Time, slot int32) {
	t := s.seats[slot]
	s.free(slot)
	if !t.probe {
		s.plane.open.look(now)
		s.plane.callers.Report(now, t.ticket, refused(now, request.OverloadPrimary))
	}
}

// clear loses all who are at a backend's queue.
func (s *queues) clear(now sim.Time, b *backend) { b.queue.Clear(now, s.free) }

// restarted has hooks take an attempt that a server begins with for the one that
// was passed on last, so that its end is told as it is known now.
func (h *hooks) restarted(now sim.Time, t *seat, sent sim.Time, a *Answer) {
	p := h.plane.pools[h.plane.backends[t.backend]]
	h.last = sending{backend: id.Member(int(t.backend) - p.first), sent: sent, at: a.At}
	if a.Cause != request.None {
		h.last.outcome = policy.Failed
	}
}
