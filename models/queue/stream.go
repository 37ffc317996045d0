package queue

import (
	"cmp"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// stream is one of a run: where its requests come from.
type stream struct {
	spec    *Stream
	process process
	count   uint64   // requests of an open stream so far
	cycles  []uint64 // of each client of a closed one
	last    sim.Time
	budget  policy.Budget
	rewards policy.Rewarding // nil unless the strategy wants to know of successes
	backlog backlog
	retry   policy.Retry
	tally   *streamTally
	// keys of what is drawn for a request
	think, service, patience, wait, errs, choose, object sim.Key

	begun, ended, blocked uint64 // attempts: those begun are ended, blocked or in a station
}

// later separates the draws of a request's attempts.
const later = 40

func (s *system) newStream(i int, root sim.Key) {
	p, st := &s.spec.Streams[i], &s.streams[i]
	key := root.Named("stream/" + p.Name)
	st.spec = p
	st.rewards, _ = p.Retry.(policy.Rewarding)
	st.backlog.most = cmp.Or(p.MostWaiting, DefaultMostWaiting)
	st.tally = s.record.streams[i][0]
	st.think, st.service, st.patience = key.Named("think"), key.Named("service"), key.Named("patience")
	st.wait, st.errs, st.choose = key.Named("wait"), key.Named("errors"), key.Named("choose")
	st.object = key.Named("object")
	if p.Arrivals.Clients > 0 {
		st.cycles = make([]uint64, p.Arrivals.Clients)
		for c := range st.cycles {
			s.rest(0, i, uint64(c))
		}
		return
	}
	st.process = p.Arrivals.process(key.Named("arrivals"), s.origin)
	s.expect(i)
}

// expect schedules the next arrival of an open stream.
func (s *system) expect(i int) {
	st := &s.streams[i]
	st.last = st.process.next(st.count, st.last)
	s.schedule(st.last, sim.Arrival, arrives, uint64(i))
}

// arrive brings the next request of an open stream.
func (s *system) arrive(now sim.Time, i int) {
	st := &s.streams[i]
	k := st.count
	st.count++
	s.begin(now, i, k)
	s.expect(i)
}

// rest lets a client of a closed stream think from now on.
func (s *system) rest(now sim.Time, i int, client uint64) {
	st := &s.streams[i]
	k := client + st.cycles[client]*uint64(len(st.cycles))
	at := now.Add(st.spec.Arrivals.Think.Quantile(st.think.Float64(k)))
	s.schedule(at, sim.Arrival, returns, uint64(i)<<pair|client)
}

// comeBack brings the next request of a client of a closed stream.
func (s *system) comeBack(now sim.Time, i int, client uint64) {
	st := &s.streams[i]
	k := client + st.cycles[client]*uint64(len(st.cycles))
	st.cycles[client]++
	s.begin(now, i, k)
}

// begin makes a request's first attempt.
func (s *system) begin(now sim.Time, i int, k uint64) {
	st := &s.streams[i]
	st.tally.requests++
	if st.spec.Retry != nil {
		st.spec.Retry.Sent(&st.budget)
	}
	slot := s.jobs.take()
	j := &s.jobs.all[slot]
	j.request, j.first, j.stream, j.attempt = k, now, uint16(i), 0
	s.attempt(now, slot)
}

// over ends a request, well or not.
func (s *system) over(now sim.Time, j *job) {
	st := &s.streams[j.stream]
	if j.attempt > 0 {
		st.backlog.shrink(now)
	}
	if n := uint64(len(st.cycles)); n > 0 {
		s.rest(now, int(j.stream), j.request%n)
	}
}

// fail tells the client that an attempt failed. Its slot is freed or waits for
// the next attempt.
func (s *system) fail(now sim.Time, slot int32, cause request.Cause) {
	j := &s.jobs.all[slot]
	st := &s.streams[j.stream]
	if r := st.spec.Retry; r != nil {
		st.retry = policy.Retry{Now: now, Attempt: int(j.attempt) + 1, Cause: cause, Budget: &st.budget}
		u := st.wait.Float64(j.request + uint64(j.attempt)<<later)
		if wait, again := r.Again(&st.retry, u); again {
			if j.attempt == 0 {
				s.grow(now, st)
			}
			j.stamp++
			j.attempt++
			s.served.At(slot).State = station.Elsewhere
			s.schedule(now.Add(wait), sim.Arrival, tries, uint64(slot))
			return
		}
	}
	st.tally.failed++
	st.tally.vain.Add(now.Sub(j.first))
	s.over(now, j)
	s.drop(slot)
}
