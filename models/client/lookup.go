package client

import (
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// asksNext returns how long a client waits whose first resolver is silent.
func (p *population) asksNext(u request.User) time.Duration {
	if !p.Next.Remembers {
		return p.Next.After
	}
	if p.learnt == nil {
		p.learnt = make([]bool, p.Users)
	}
	if p.learnt[u] {
		return 0
	}
	p.learnt[u] = true
	return p.Next.After
}

// lookup is the route to a name's endpoint of a client that knows the address at an
// instant.
func (p *population) lookup(name id.Name, endpoint int, until sim.Time) *route {
	p.until = until
	if p.late == nil {
		p.late = make([]route, len(p.routes))
		for i, r := range p.routes {
			if r.Target != nil {
				r.Target, r.lb = &lookup{r.Target, p}, nil
			}
			p.late[i] = r
		}
	}
	return &p.late[int(name-p.FirstName)*p.width+endpoint]
}

// lookup is a target to which the way is not known yet: an attempt waits until it is,
// and its time-out goes on meanwhile.
type lookup struct {
	caller.Target // where the name points
	whose         *population
}

// Send implements caller.Target.
func (l *lookup) Send(now sim.Time, identity, draw uint64, hop *caller.Hop) caller.Answer {
	if hop.Found { // it tries the next address
		return l.Target.Send(now, identity, draw, hop)
	}
	return caller.Answer{Fate: caller.Fate{Cause: request.NameNotResolved, Queued: true}, Backend: caller.Nobody, Times: caller.Times{At: l.whose.until}}
}

// Resume implements caller.Target.
func (l *lookup) Resume(now sim.Time, identity, draw uint64, hop *caller.Hop) caller.Answer {
	if hop.Found {
		return l.Target.Resume(now, identity, draw, hop)
	}
	hop.Found = true
	return l.Target.Send(now, identity, draw, hop)
}
