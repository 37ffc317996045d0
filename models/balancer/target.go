package balancer

import (
	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// Send implements caller.Target.
func (l *LB) Send(now sim.Time, identity, draw uint64, hop *caller.Hop) Answer {
	l.plane.askedBy(identity, hop)
	if len(l.kinds) > 0 {
		return l.plane.ofKind(hop, draw, func() Answer { return l.plane.Forward(now, l, hop.Zone, draw) })
	}
	return l.plane.Forward(now, l, hop.Zone, draw)
}

// Resume implements caller.Target.
func (l *LB) Resume(now sim.Time, identity, draw uint64, hop *caller.Hop) Answer {
	l.plane.askedBy(identity, hop)
	if len(l.kinds) > 0 {
		return l.plane.ofKind(hop, draw, func() Answer { return l.plane.Serve(now, l, hop.Zone, draw) })
	}
	return l.plane.Serve(now, l, hop.Zone, draw)
}

// Open implements caller.Target.
func (l *LB) Open(backend id.Backend, until sim.Time, late bool) {
	if late {
		l.plane.hooks.givenUp(until)
	}
	l.plane.Open(l, backend, until)
}

// Close implements caller.Target.
func (l *LB) Close(now sim.Time, backend id.Backend, until sim.Time, how policy.Outcome) {
	l.plane.Close(now, l, backend, until, how)
}

// Withdraw implements caller.Target.
func (l *LB) Withdraw(backend id.Backend, until sim.Time) {
	d := l.plane
	if !d.open.close(l.places+int32(backend), until) {
		panic("balancer: an attempt is withdrawn that is not open")
	}
}

func (d *DataPlane) askedBy(client uint64, hop *caller.Hop) {
	if d.hooks != nil {
		d.hooks.key, d.hooks.hop = client, hop
	}
}

// ofKind passes a later attempt of a request on, which is of the kind of the first.
func (d *DataPlane) ofKind(hop *caller.Hop, draw uint64, pass func() Answer) Answer {
	if hop.Draw > 0 {
		d.later = draw - hop.Request
	}
	a := pass()
	d.later = 0
	return a
}

// Open reports that an LB has an attempt open at a backend of its pool until an
// instant: then the backend has answered it, or the client has hung up. How far
// the client is does not matter: an LB counts whom a backend owes an answer.
func (d *DataPlane) Open(l *LB, backend id.Backend, until sim.Time) {
	d.open.open(l.places+int32(backend), until)
}

// Close reports that an attempt which was to be open until an instant has ended
// now: its backend has lost it, or its caller has gone.
func (d *DataPlane) Close(now sim.Time, l *LB, backend id.Backend, until sim.Time, how policy.Outcome) {
	place, ok := l.places+int32(backend), false
	if h := d.open.hooks; h != nil {
		ok = h.end(now, place, until, how)
	} else {
		ok = d.open.close(place, until)
	}
	if !ok {
		panic("balancer: an attempt is closed that is not open")
	}
}
