package strategies

import (
	"fmt"
	"time"

	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/require"
)

// sendingPlayer plays what goes beside the strategy that says where attempts go,
// for any client and endpoint:
//
//	may at=1s client=7 endpoint=0     may an attempt be sent?
//	mays 100 at=1s                    of so many, how many?
//	sent at=1s attempt=0              it is: when might another go out beside it?
//	sent 20 at=1s                     so many are
//	late at=2s attempt=1              it is time: does it go out?
//	end sent=1s at=2s failed          it has ended: well unless it says failed,
//	                                  unanswered or abandoned
//	ends 20 sent=1s at=2s failed      so many
type sendingPlayer struct {
	strategy any
	memories map[policy.Call]any // by client and endpoint
}

func (p *sendingPlayer) call(l line) *policy.Call {
	c := &policy.Call{Now: l.now("at"), Client: uint64(l.number("client", 0)), Attempt: int(l.number("attempt", 0)), Endpoint: int(l.number("endpoint", 0))}
	r, ok := p.strategy.(policy.CallerRemembering)
	if !ok {
		return c
	}
	holder, scope := policy.Call{}, r.Scope()
	if scope.ByClient {
		holder.Client = c.Client
	}
	if scope.ByEndpoint {
		holder.Endpoint = c.Endpoint
	}
	if p.memories[holder] == nil {
		p.memories[holder] = r.Fresh(0, sim.Key(1))
	}
	c.Memory = p.memories[holder]
	return c
}

func (p *sendingPlayer) play(l line) string {
	c := p.call(l)
	switch l.verb {
	case "may":
		if as[policy.Breaking](l, p.strategy).Passes(c) {
			return "goes out"
		}
		return "is kept back"
	case "mays":
		went := 0
		for range l.word(0) {
			if as[policy.Breaking](l, p.strategy).Passes(c) {
				went++
			}
		}
		return fmt.Sprintf("%d go out", went)
	case "sent":
		if len(l.words) > 0 {
			for range l.word(0) - 1 {
				as[policy.Hedging](l, p.strategy).Wait(c)
			}
		}
		wait, may := as[policy.Hedging](l, p.strategy).Wait(c)
		if !may {
			return "no other"
		}
		return "another after " + wait.Round(time.Millisecond).String()
	case "late":
		goes, elsewhere := as[policy.Hedging](l, p.strategy).Hedge(c)
		switch {
		case !goes:
			return "waits on"
		case elsewhere:
			return "goes out, to another endpoint"
		}
		return "goes out"
	case "end":
		p.end(l, c, l.words)
		return ""
	case "ends":
		for range l.word(0) {
			p.end(l, c, l.words[1:])
		}
		return ""
	}
	require.Fail(l.t, "unknown situation", l.verb)
	return ""
}

func (p *sendingPlayer) end(l line, c *policy.Call, words []string) {
	how := policy.Succeeded
	if len(words) > 0 {
		how = outcomes[words[0]]
		require.NotZero(l.t, how, words[0])
	}
	as[policy.CallerLearning](l, p.strategy).Learn(c, l.now("sent"), how)
}
