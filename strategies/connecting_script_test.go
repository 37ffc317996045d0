package strategies

import (
	"fmt"

	"failsim/models/policy"

	"github.com/stretchr/testify/require"
)

// connectingPlayer plays one client, with one connection:
//
//	send at=1s answer=0     an attempt is sent, while the name points to endpoint 0
//	fail                    it was answered with an error
//	lose                    nobody answered in time: the connection is closed
type connectingPlayer struct {
	strategy    policy.Connecting
	last        policy.Connection
	endpoint    int
	known, open bool
}

func (p *connectingPlayer) play(l line) string {
	switch l.verb {
	case "fail":
		return ""
	case "lose":
		p.open = false
		return ""
	case "send":
	default:
		require.Fail(l.t, "unknown situation", l.verb)
	}
	c := &p.last
	c.Now = l.now("at")
	answer := int(l.number("answer", 0))
	defer func() { c.Used = c.Now }()
	if p.open && p.strategy.Keeps(c) {
		return fmt.Sprintf("over its connection to %d", p.endpoint)
	}
	how := "where the last went"
	if !p.known || p.strategy.Resolves(c) {
		p.endpoint, c.Resolved, how = answer, c.Now, "as DNS says"
	}
	c.Opened, p.open, p.known = c.Now, true, true
	return fmt.Sprintf("over a new connection to %d, %s", p.endpoint, how)
}
