package queue

import (
	"fmt"
	"time"

	"failsim/models/figures"
	"failsim/sim"
)

// Run simulates one replication of a system. Replication k of every system
// whose streams have the same names meets the same requests.
func Run(spec *Spec, seed uint64, replication int) *figures.Report {
	r := newRecord(spec)
	root := sim.NewKey(seed, replication)
	for cycle := range spec.Cycles {
		key := root
		if spec.Cycles > 1 {
			key = root.At(uint64(cycle))
		}
		s := newSystem(spec, key, r)
		s.run()
		r.finish(s)
	}
	if spec.WarmUp.MSER {
		r.cut()
	}
	return r.report()
}

// RunAll simulates replications 0 to n-1, one after the other.
func RunAll(spec *Spec, seed uint64, n int) []*figures.Report {
	reports := make([]*figures.Report, n)
	for i := range reports {
		reports[i] = Run(spec, seed, i)
	}
	return reports
}

// check panics if an attempt was lost or counted twice.
func (s *system) check() {
	inside, inStations := uint64(0), uint64(0)
	for i := range s.streams {
		st := &s.streams[i]
		inside += st.begun - st.ended - st.blocked
	}
	for i := range s.stations {
		inStations += uint64(s.stations[i].meter.n)
	}
	if inside != inStations {
		panic(fmt.Sprintf("queue: %d attempts are under way, but %d are in the stations", inside, inStations))
	}
}

// warmUp returns how much of the beginning was left out.
func (r *record) warmUp() time.Duration {
	for i, segment := range r.segment {
		if segment >= r.keep {
			return r.begins[i].Sub(0)
		}
	}
	return 0
}
