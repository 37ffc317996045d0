package queue

import (
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
