package client

import (
	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// reset is the route of an attempt over a connection to an endpoint of a name which the
// host there does not have.
func (p *population) reset(name id.Name, endpoint int) *route {
	if p.resets == nil {
		p.resets = make([]route, len(p.routes))
		for i, r := range p.routes {
			r.Target, r.lb, r.whose = reset{}, nil, nil
			p.resets[i] = r
		}
	}
	return &p.resets[int(name-p.FirstName)*p.width+endpoint]
}

// reset is the target of such an attempt, which is told so at once; it is not an answer.
type reset struct{ nowhere }

// Send implements caller.Target.
func (reset) Send(now sim.Time, _, _ uint64, _ *caller.Hop) caller.Answer {
	return caller.Answer{Fate: caller.Fate{Cause: request.ServiceDown}, Backend: caller.Refused, Times: caller.Times{At: now}}
}
