package queue

import (
	"cmp"
	"failsim/models/policy"
	"failsim/sim"
)

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
	st.last = st.process.Next(st.count, st.last)
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
	s.enter(now, slot)
}
