package client

import "failsim/sim"

// tell tells the sink of the requests at the ledger's head that are answered by
// now.
func (c *Clients) tell(now sim.Time) {
	if list := c.answered.due(now); len(list) > 0 {
		c.sink.Answered(list)
		c.answered.head += len(list)
	}
}
