package results

import "failsim/models/request"

// cell counts the requests of one population that arrived in one window.
type cell struct {
	late       uint32 // answered, but beyond the latency objective
	failedOver uint32
	overdue    uint32 // had waited for longer than the latency objective as the window began
	arrived    uint32
	attempts   uint32
	taken      uint32                 // attempts that an LB took in
	served     uint32                 // of them, answered right
	ended      [request.Causes]uint32 // by cause; None counts the answered
}

func (c *cell) settled() (n, failed uint32) {
	for _, k := range c.ended[1:] {
		failed += k
	}
	return failed + c.ended[request.None], failed
}

// addTo adds what c counts to the totals of a run or of some of it.
func (c *cell) addTo(r *Requests) {
	n, failed := c.settled()
	answered := c.ended[request.None]
	r.Arrived += int64(c.arrived)
	r.InFlight += int64(c.arrived - n)
	r.Within += int64(answered - c.late)
	r.Attempts += int64(c.attempts)
	r.Failover += int64(c.failedOver)
	r.Taken += int64(c.taken)
	r.Served += int64(c.served)
	r.Ended[request.None] += int64(answered)
	if failed == 0 {
		return
	}
	for k := 1; k < len(c.ended); k++ {
		r.Ended[k] += int64(c.ended[k])
	}
}
