package client

import "failsim/sim"

// report reports to the sink the requests at the ledger's head that are answered by
// now.
func (c *Clients) report(now sim.Time) {
	if list := c.answered.due(now); len(list) > 0 {
		c.sink.Answered(list)
		c.answered.head += len(list)
	}
}
