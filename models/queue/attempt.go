package queue

import (
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// enter takes an attempt to its station.
func (s *system) enter(now sim.Time, slot int32) {
	j := &s.jobs.all[slot]
	st := &s.streams[j.stream]
	draw := j.request + uint64(j.attempt)<<later
	j.station = s.pick(now, st, j, draw)
	place := &s.stations[j.station]
	j.arrived, j.deadline = now, sim.Never
	s.served.Bring(slot, place.works(st, j), uint8(st.spec.Class))
	st.tally.attempts++
	st.begun++

	m := &place.meter
	m.advance(now)
	t := m.tally
	t.grow(m.n)
	t.arrivals++
	t.cells[m.n].seen++
	if place.spec.closedAt(now.Sub(s.origin)) {
		t.closed++
		s.block(now, slot, t, request.ProviderDown)
		return
	}
	if limit := place.spec.Admits; limit.PerSecond > 0 && !place.bucket.take(now, limit) || !place.discipline.Offer(now, slot) {
		s.block(now, slot, t, request.SurgeQueueFull)
		return
	}
	w := s.served.At(slot)
	if w.State == station.Waiting || w.Started > now {
		t.delayed++
	}
	s.count(place, 1)
	s.crest(now, place)
	if limit := st.spec.Timeout; limit > 0 && now.Add(limit) < w.Finish {
		s.schedule(now.Add(limit), sim.Change, expires, s.jobs.argument(slot))
	}
}

// block refuses an attempt.
func (s *system) block(now sim.Time, slot int32, t *segmentTally, cause request.Cause) {
	st := &s.streams[s.jobs.all[slot].stream]
	t.blocked++
	st.tally.blocked++
	st.blocked++
	s.fail(now, slot, cause)
}

// pick returns the station for an attempt.
func (s *system) pick(now sim.Time, st *source, j *job, draw uint64) int32 {
	object := int32(0)
	if st.spec.Objects != nil {
		object = st.wanted(j.request)
	}
	if j.missed = st.spec.To.Cache > 0; j.missed {
		c := s.caches[st.spec.To.Cache-1]
		hit := c.has(now, object, now.Sub(s.origin))
		c.count(now >= s.origin, hit)
		if hit {
			j.missed = false
			return int32(c.spec.Station)
		}
	}
	if !st.spec.To.Group {
		return int32(st.spec.To.Index)
	}
	g := &s.groups[st.spec.To.Index]
	u := st.choose.Uint64(draw)
	g.targets.Key = u
	if st.spec.Objects != nil {
		g.targets.Key = whereabouts(object)
	}
	return int32(g.spec.Members[g.balance.Pick(&g.targets, u)])
}

// fill has a cache keep what its origin has answered.
func (s *system) fill(now sim.Time, st *source, j *job) {
	object := int32(0)
	if st.spec.Objects != nil {
		object = st.wanted(j.request)
	}
	s.caches[st.spec.To.Cache-1].put(now, object)
}

// Waits implements station.Host: patience begins.
func (s *system) Waits(now sim.Time, slot int32) {
	j := &s.jobs.all[slot]
	st := &s.streams[j.stream]
	if st.spec.Patience == nil {
		return
	}
	j.deadline = now.Add(st.spec.Patience.Quantile(st.patience.Float64(j.request + uint64(j.attempt)<<later)))
	s.schedule(j.deadline, sim.Change, quits, s.jobs.argument(slot))
}

// serviceEnds takes a job whose service has ended out of its station.
func (s *system) serviceEnds(now sim.Time, slot int32) {
	j := &s.jobs.all[slot]
	place, st := &s.stations[j.station], &s.streams[j.stream]
	w := s.served.At(slot)
	wait, sojourn := w.Started.Sub(j.arrived), now.Sub(j.arrived)
	m, t := &place.meter, place.meter.tally
	m.advance(now)
	m.waited += float64(wait)
	m.served++
	t.served++
	t.waits.Add(wait)
	t.sojourns.Add(sojourn)
	t.wait.Add(wait)
	t.sojourn.Add(sojourn)
	if w.Work > 0 {
		t.slowdowns += float64(sojourn) / float64(w.Work)
		t.worked++
	}
	st.ended++
	st.tally.waits.Add(wait)
	st.tally.sojourns.Add(sojourn)
	st.tally.wait.Add(wait)
	s.count(place, -1)
	s.crest(now, place)
	place.discipline.Leave(now, slot)
	s.answer(now, slot, place)
}

// answer reports to the client that service has ended.
func (s *system) answer(now sim.Time, slot int32, place *place) {
	j := &s.jobs.all[slot]
	st := &s.streams[j.stream]
	wrong := place.endsInError(st, j)
	if wrong {
		place.meter.tally.errors++
	}
	switch {
	case j.orphan:
		st.tally.late++
		s.drop(slot)
	case wrong:
		st.tally.errors++
		s.fail(now, slot, request.ServerError)
	default:
		st.tally.good++
		if st.rewards != nil {
			st.rewards.Succeeded(&st.budget, int(j.attempt)+1)
		}
		if j.missed {
			s.fill(now, st, j)
		}
		st.tally.latencies.Add(now.Sub(j.first))
		st.tally.latency.Add(now.Sub(j.first))
		s.over(now, j)
		s.drop(slot)
	}
}

// quit takes a job out of the queue that it has waited in for too long.
func (s *system) quit(now sim.Time, slot int32) {
	j := &s.jobs.all[slot]
	place, st := &s.stations[j.station], &s.streams[j.stream]
	place.meter.advance(now)
	place.discipline.Quit(now, slot)
	s.count(place, -1)
	s.crest(now, place)
	place.meter.tally.abandoned++
	place.meter.tally.abandoning += float64(now.Sub(j.arrived))
	st.ended++
	if j.orphan {
		st.tally.late++
		s.drop(slot)
		return
	}
	st.tally.abandoned++
	s.fail(now, slot, request.GaveUp)
}

// expire is the end of a client's timeout: what it waits for goes on without
// it, and the client may try again.
func (s *system) expire(now sim.Time, slot int32) {
	j := &s.jobs.all[slot]
	if j.orphan || s.served.At(slot).State == station.Elsewhere {
		return
	}
	j.orphan = true
	again := s.jobs.take()
	j = &s.jobs.all[slot] // the slab may have moved
	next := &s.jobs.all[again]
	stamp := next.stamp
	*next = *j
	next.stamp, next.orphan = stamp, false
	s.served.Bring(again, 0, 0)
	s.fail(now, again, request.TimedOutInQueue)
}
