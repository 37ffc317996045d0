package strategies

import (
	"fmt"

	"failsim/models/policy"
	"failsim/sim"
)

// servingPlayer plays "missed [since=5m] [all=5m]": the origin has failed 1,000 requests
// of 1,000 users who had a right answer so long ago, others of their population too;
// without it nobody ever had one.
type servingPlayer struct{ strategy policy.Serving }

func (p *servingPlayer) play(l line) string {
	served := 0
	for i := range uint64(1000) {
		user := sim.Key(1).At(i)
		m := policy.Missed{Since: -1, All: -1, User: user, Request: user.At(1)}
		if _, known := l.said("since"); known {
			m.Since = l.duration("since")
		}
		if _, known := l.said("all"); known {
			m.All = l.duration("all")
		}
		if p.strategy.Serves(&m) {
			served++
		}
	}
	return fmt.Sprintf("%d of 1000 are served, after %v", served, p.strategy.Wait())
}
