package strategies

import (
	"fmt"

	"failsim/models/policy"

	"github.com/stretchr/testify/require"
)

// lbRetryingPlayer plays one LB:
//
//	waits                            how long for a dead backend, and for an answer
//	refused tries=1 untried=2        a try has failed, of so many, with so many backends left;
//	                                 or unreached, lost, erred, late, sent-away; at=2s after the first; others=1 besides the last; method=POST: it is not idempotent
type lbRetryingPlayer struct{ strategy policy.LBRetrying }

var failings = map[string]policy.Failing{"refused": policy.RefusedTry, "unreached": policy.UnreachedTry, "lost": policy.LostTry, "erred": policy.ErredTry, "late": policy.LateTry, "sent-away": policy.SentAwayTry}

func (p *lbRetryingPlayer) play(l line) string {
	if l.verb == "waits" {
		connect, answer := p.strategy.TimeOuts()
		return fmt.Sprintf("%v for a dead one, %v for an answer", connect, answer)
	}
	how, ok := failings[l.verb]
	require.True(l.t, ok, l.verb)
	t := policy.Try{Now: l.now("at"), Tries: int(l.number("tries", 1)), Untried: int(l.number("untried", 1)), Others: int(l.number("others", 1)), Failing: how, NonIdempotent: l.text("method") == "POST"}
	switch where, wait := p.strategy.Again(&t); {
	case where == policy.NoTry:
		return "the client hears of it"
	case where == policy.SameBackend:
		return fmt.Sprintf("the same again after %v", wait)
	default:
		return fmt.Sprintf("another after %v", wait)
	}
}
