package strategies

import (
	"fmt"

	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/require"
)

// connectingPlayer plays one client, with one connection:
//
//	send at=1s answer=0     an attempt is sent, while the name points to endpoint 0
//	fail                    it was answered with an error
//	lose                    nobody answered in time: the connection is closed, unless that is left to the kernel
//	silent                  nothing is confirmed on the connection from now on
//	moved                   another host has the address, which knows nothing of the connection
type connectingPlayer struct {
	strategy    policy.Connecting
	last        policy.Connection
	endpoint    int
	known, open bool
	silent      bool
	unheard     sim.Time // when it was first used of what is silent
	moved       bool
}

func (p *connectingPlayer) play(l line) string {
	switch l.verb {
	case "fail":
		return ""
	case "lose":
		p.open = p.open && p.silent && p.enduring().Silence() > 0
		return ""
	case "silent":
		p.silent, p.unheard = true, 0
		return ""
	case "moved":
		p.moved = true
		return ""
	case "send":
	default:
		require.Fail(l.t, "unknown situation", l.verb)
	}
	c := &p.last
	c.Now = l.now("at")
	answer := int(l.number("answer", 0))
	defer func() { c.Used = c.Now }()
	if p.open && p.silent && p.unheard == 0 {
		p.unheard = c.Now
	}
	ended := p.open && p.silent && p.enduring().Silence() > 0 && c.Now.Sub(p.unheard) >= p.enduring().Silence()
	if p.open && p.strategy.Keeps(c) && !ended {
		switch {
		case !p.moved:
			return fmt.Sprintf("over its connection to %d", p.endpoint)
		case !p.enduring().Resends():
			p.open, p.moved = false, false
			return "lost, as its connection is reset"
		}
	}
	p.moved, p.silent = false, false
	how := "where the last went"
	if !p.known || p.strategy.Resolves(c) {
		p.endpoint, c.Resolved, how = answer, c.Now, "as DNS says"
	}
	c.Opened, p.open, p.known = c.Now, true, true
	return fmt.Sprintf("over a new connection to %d, %s", p.endpoint, how)
}

func (p *connectingPlayer) enduring() policy.Enduring { return p.strategy.(policy.Enduring) }
