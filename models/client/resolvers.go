package client

import "failsim/models/id"

// FailResolvers has the resolvers of a population leave a share of what clients ask them
// unanswered, beside what else has them do so, or gives that back.
func (c *Clients) FailResolvers(population int, share float64, lost bool) {
	p := &c.populations[population]
	p.Resolvers.Fail(share, lost)
	for i := range p.Names {
		c.authority.Doubt(p.FirstName + id.Name(i))
	}
}
