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
	out.Record(of, "requests_per_cycle", c.requests.Mean())
	out.Record(of, "failed_per_cycle", c.failed.Mean())
	out.Record(of, "std_failed_per_cycle", c.failed.Deviation())
}
