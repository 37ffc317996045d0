package queue

import "failsim/models/figures"

// cycleTally adds up, of a stream, what varies from cycle to cycle.
type cycleTally struct {
	requests, failed figures.Moments
	seenRequests     float64 // up to the cycle before
	seenFailed       float64
}

// add takes the tally of the measured part of a cycle, which goes on from
// cycle to cycle.
func (c *cycleTally) add(t *streamTally) {
	c.requests.AddValue(t.requests - c.seenRequests)
	c.failed.AddValue(t.failed - c.seenFailed)
	c.seenRequests, c.seenFailed = t.requests, t.failed
}

func (c *cycleTally) report(out *figures.Report, of string) {
	out.Tell(of, "requests_per_cycle", c.requests.Mean())
	out.Tell(of, "failed_per_cycle", c.failed.Mean())
	out.Tell(of, "std_failed_per_cycle", c.failed.Deviation())
}

// overCycles makes what is added up over cycles.
func (r *record) overCycles() {
	r.left = make([]float64, len(r.spec.Stations))
	r.crests = make([]crestTally, len(r.spec.Stations))
	r.rings = make([]shareTally, len(r.spec.Groups))
	r.caches = make([]cacheTally, len(r.spec.Caches))
	for i := range r.caches {
		r.caches[i].instants = make([]struct{ missing, held float64 }, len(r.spec.Observe))
		r.caches[i].seen = make([]float64, len(r.spec.Observe))
	}
	r.cycles = make([]cycleTally, len(r.spec.Streams))
}
