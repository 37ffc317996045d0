package queue

import "failsim/sim"

// begin ends a window and begins the next.
func (r *ledger) begin(s *system, now sim.Time, window int) {
	s.flush(now)
	if r.watched || r.halved {
		r.mark(s)
	}
	if to := r.segment[window]; to != r.present {
		r.turn(s, now, to)
	}
}

// turn begins another segment.
func (r *ledger) turn(s *system, now sim.Time, segment int) {
	r.close(now)
	r.present = segment
	for i := range s.stations {
		s.stations[i].meter.tally = r.stations[i][segment]
	}
	for i := range s.streams {
		s.streams[i].tally = r.streams[i][segment]
	}
}

// mark sums up every station that is in no group, then every group.
func (r *ledger) mark(s *system) {
	marks := make([]mark, len(s.stations)+len(s.groups))
	for i := range s.stations {
		m, to := &s.stations[i].meter, i
		if g := s.stations[i].spec.Group; g >= 0 {
			to = len(s.stations) + g
		}
		marks[to].area += m.area
		marks[to].waited += m.waited
		marks[to].served += m.served
	}
	r.marks = append(r.marks, marks)
}

// observe notes how many are in each station.
func (r *ledger) observe(s *system, which int) {
	for i := range s.stations {
		o, n := &r.instants[which][i], s.stations[i].meter.n
		o.n++
		o.sum += float64(n)
		if n >= s.stations[i].spec.Servers {
			o.busy++
		}
	}
	for i, c := range s.caches {
		r.caches[i].observe(s.origin.Add(r.spec.Observe[which]), s.spec, c, which, i, r.spec.Observe[which])
	}
}

// finish ends one cycle.
func (r *ledger) finish(s *system) {
	r.close(s.until)
	if r.watched || r.halved {
		r.mark(s)
	}
	for i := range s.stations {
		r.left[i] += float64(s.stations[i].meter.n)
		r.crests[i].add(s.stations[i].crest, s.origin)
	}
	for i := range s.groups {
		if k, ok := s.groups[i].targets.Memory.(sharesKept); ok {
			r.rings[i].add(k)
		}
	}
	for i, c := range s.caches {
		r.caches[i].add(c)
	}
	for i := range s.streams {
		r.cycles[i].add(s.streams[i].tally)
	}
	r.present, r.last = 0, 0
}
