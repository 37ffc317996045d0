package balancer

import (
	"math"
	"time"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// AdmitAtLBs has strategies decide whom an LB at its capacity lets wait, and whom it
// forwards next. It is called before time starts; callers hear what becomes of attempts
// that have waited.
func (d *DataPlane) AdmitAtLBs(k *sim.Kernel, list []policy.Admitting) {
	if len(list) == 0 {
		return
	}
	s := &surges{plane: d, kernel: k}
	s.owner = k.Register(s)
	rules := station.NewQueueRules(list)
	for range d.lbs {
		s.queues = append(s.queues, station.NewQueue(s, &s.visits, rules, 1, int(d.limits.SurgeCapacity), d.service.Weight))
	}
	d.surges, d.serving.Ruled = s, true
	if d.hooks == nil {
		d.hook(newHooks(d, nil, true))
		return
	}
	for i := range d.lbs {
		d.lbs[i].judge()
	}
}

// comes has an attempt come to an LB, and says what becomes of it unless that forwards
// it at once.
func (s *surges) comes(now sim.Time, l *LB) (a Answer, over bool) {
	l.measured++
	q := s.queues[l.index]
	switch {
	case q.InSystem() == 0 && l.surge.Takes(now):
		return a, false
	case !l.Targets: // whoever would wait is told at once
		return a, false
	case q.InSystem() == 0:
		if _, ok := l.surge.Wait(now, math.Inf(1)); !ok {
			return s.plane.keep(now, l, 0, false), true
		}
		s.busy(now, l, q)
	}
	slot := s.bring(policy.Visit{Came: now, Until: s.plane.hooks.hop.Until, Client: s.plane.hooks.key}, l)
	s.seats[slot].ticket = s.plane.hooks.hop.Ticket
	state, longest := q.Offer(now, slot)
	if state == station.Elsewhere {
		s.free(slot)
		return s.plane.keep(now, l, 0, false), true
	}
	if longest > 0 {
		s.schedule(now.Add(longest), slot, quits)
	}
	a = s.plane.keep(now, l, 0, true)
	a.At = sim.Never
	return a, true
}

// bring keeps who comes to an LB's queue.
func (s *surges) bring(visit policy.Visit, l *LB) (slot int32) {
	slot = s.visits.Bring(visit, l.surge.Gap())
	for int(slot) >= len(s.seats) {
		s.seats = append(s.seats, surgeSeat{})
	}
	s.seats[slot] = surgeSeat{generation: s.seats[slot].generation, lb: l}
	return slot
}

// busy has an LB that forwards nothing more at this instant be busy until it may again.
func (s *surges) busy(now sim.Time, l *LB, q *station.Queue) {
	pace := s.pace(now, l)
	slot := s.bring(policy.Visit{Came: now.Add(pace - l.surge.Gap()), Until: sim.Never}, l) // for the one before
	s.visits.At(slot).Work = pace
	q.Offer(now, slot)
	s.schedule(s.visits.At(slot).Finish, slot, leaves)
}

// pace is how long it is until an LB may forward another; no time where it never may
// again, as then whoever waits is to find that.
func (s *surges) pace(now sim.Time, l *LB) time.Duration {
	wait, _ := l.surge.Wait(now, math.Inf(1))
	return wait
}

// Begins implements station.QueueHost: the LB forwards who has waited, and is busy
// until it may forward another.
func (s *surges) Begins(now sim.Time, slot int32) {
	l, j := s.seats[slot].lb, s.visits.At(slot)
	if !l.surge.Takes(now) {
		l.surge.Queue(math.Inf(1)) // that is a rounding away
	}
	j.Work = s.pace(now, l)
	j.Finish = now.Add(j.Work)
	s.schedule(j.Finish, slot, leaves)
	s.clients.Next(now, s.seats[slot].ticket)
}

// Drops implements station.QueueHost.
func (s *surges) Drops(now sim.Time, slot int32) {
	t := s.seats[slot]
	s.free(slot)
	s.clients.Report(now, t.ticket, refused(now, t.lb.full(request.SurgeQueueFull)))
}

// Handle implements sim.Handler.
func (s *surges) Handle(now sim.Time, e sim.Event) {
	slot := int32(e.Arg >> generationBits)
	if s.tag(slot) != e.Arg {
		return
	}
	q := s.queues[s.seats[slot].lb.index]
	if e.Kind == leaves {
		q.Leave(now, slot)
		s.free(slot)
	} else if s.visits.At(slot).State == station.Waiting {
		q.Quit(now, slot)
	}
}

func (s *surges) schedule(at sim.Time, slot int32, kind uint8) {
	s.kernel.Schedule(at, sim.Completion, s.owner, sim.Event{Kind: kind, Arg: s.tag(slot)})
}

func (s *surges) tag(slot int32) uint64 {
	return uint64(slot)<<generationBits | uint64(s.seats[slot].generation)&(1<<generationBits-1)
}

func (s *surges) free(slot int32) {
	s.seats[slot].generation++
	s.visits.Free(slot)
}

// probe is what a probe meets that comes to an LB now, and takes no place.
func (s *surges) probe(now sim.Time, l *LB) (wait time.Duration, refused bool) {
	q := s.queues[l.index]
	if q.InSystem() == 0 {
		return s.pace(now, l), false
	}
	return q.Wait(now), q.Full(now, &policy.Visit{Came: now, Until: sim.Never})
}
