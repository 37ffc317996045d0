package queue

import (
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// rest lets a client of a closed stream think from now on.
func (s *system) rest(now sim.Time, i int, client uint64) {
	st := &s.streams[i]
	k := client + st.cycles[client]*uint64(len(st.cycles))
	at := now.Add(st.spec.Arrivals.Think.Quantile(st.think.Float64(k)))
	s.schedule(at, sim.Arrival, returns, uint64(i)<<pair|client)
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

// fail reports to the client that an attempt failed. Its slot is freed or waits for
// the next attempt.
func (s *system) fail(now sim.Time, slot int32, cause request.Cause) {
	j := &s.jobs.all[slot]
	st := &s.streams[j.stream]
	if r := st.spec.Retry; r != nil {
		st.retry = policy.Retry{Now: now, Attempt: int(j.attempt) + 1, Cause: cause, Budget: &st.budget}
		u := st.wait.Float64(j.request + uint64(j.attempt)<<later)
		if wait, again := r.Again(&st.retry, u); again {
			if j.attempt == 0 {
				st.grow(now, s.origin)
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
