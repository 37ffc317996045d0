package counted

import "failsim/models/request"

// cell counts the requests of one population that arrived in one window.
//
// A request that was answered at its first attempt arrived, was sent once,
// taken and served. atOnce alone counts it, and the fields below overdue do
// not.
type cell struct {
	atOnce     uint32 // answered at the first attempt, as Tally.Answered tells
	late       uint32 // answered, but beyond the latency objective
	failedOver uint32
	overdue    uint32 // had waited for longer than the latency objective as the window began
	facts      uint64 // sum of hashes: one fact for each request that has an outcome
	arrived    uint32
	attempts   uint32
	taken      uint32                 // attempts that an LB took in
	served     uint32                 // of them, answered right
	ended      [request.Causes]uint32 // by cause; None counts the answered
}

// settled returns how many requests have an outcome, and how many of them failed.
func (c *cell) settled() (n, failed uint32) {
	for _, k := range c.ended[1:] {
		failed += k
	}
	return failed + c.answered(), failed
}

// arrivals returns how many requests there are.
func (c *cell) arrivals() uint32 { return c.atOnce + c.arrived }

// answered returns how many requests were answered.
func (c *cell) answered() uint32 { return c.atOnce + c.ended[request.None] }

// addTo adds what c counts to the totals of a run or of some of it.
func (c *cell) addTo(r *Requests) {
	n, failed := c.settled()
	r.Arrived += int64(c.arrivals())
	r.InFlight += int64(c.arrivals() - n)
	r.Within += int64(c.answered() - c.late)
	r.Attempts += int64(c.atOnce + c.attempts)
	r.Failover += int64(c.failedOver)
	r.Taken += int64(c.atOnce + c.taken)
	r.Served += int64(c.atOnce + c.served)
	r.Ended[request.None] += int64(c.answered())
	if failed == 0 {
		return
	}
	for k := 1; k < len(c.ended); k++ {
		r.Ended[k] += int64(c.ended[k])
	}
}
