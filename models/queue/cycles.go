package queue

import "math"

// cycleTally adds up, of a stream, what varies from cycle to cycle.
type cycleTally struct {
	requests, failed total
	seenRequests     float64 // up to the cycle before
	seenFailed       float64
}

// total is a sum over cycles, and that of squares.
type total struct{ n, sum, squares float64 }

func (t *total) add(x float64) {
	t.n++
	t.sum += x
	t.squares += x * x
}

func (t total) mean() float64 { return t.sum / t.n }

// deviation returns the standard deviation, with n-1.
func (t total) deviation() float64 {
	if t.n < 2 {
		return math.NaN()
	}
	return math.Sqrt(max(0, t.squares-t.sum*t.sum/t.n) / (t.n - 1))
}

// add takes the tally of the measured part of a cycle, which goes on from
// cycle to cycle.
func (c *cycleTally) add(t *streamTally) {
	c.requests.add(t.requests - c.seenRequests)
	c.failed.add(t.failed - c.seenFailed)
	c.seenRequests, c.seenFailed = t.requests, t.failed
}

func (c *cycleTally) report(out *Report, of string) {
	out.Tell(of, "requests_per_cycle", c.requests.mean())
	out.Tell(of, "failed_per_cycle", c.failed.mean())
	out.Tell(of, "std_failed_per_cycle", c.failed.deviation())
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
