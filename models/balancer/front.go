package balancer

import (
	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// CallBackends has every LB call its backends by rules, those for requests that are not
// idempotent apart. It is called before time starts, and before Admit and CalledBy.
func (d *DataPlane) CallBackends(k *sim.Kernel, key sim.Key, rules, once caller.Rules) {
	rules.OneClient, once.OneClient = true, true // the LB, whoever its clients are
	c := &calling{plane: d, rules: rules, once: once, key: key, kernel: k}
	for i := range d.lbs {
		l := &d.lbs[i]
		c.routes = append(c.routes, caller.Route{Target: behind{l}, Region: l.pool.region})
		c.fronts = append(c.fronts, front{l, c})
	}
	d.calling = c
}

// Target returns what clients of an LB call.
func (d *DataPlane) Target(i id.LB) caller.Target {
	if d.calling == nil {
		return &d.lbs[i]
	}
	return &d.calling.fronts[i]
}

// Send implements caller.Target.
func (f *front) Send(now sim.Time, identity, draw uint64, hop *caller.Hop) Answer {
	hop.Since = now
	f.plane.askedBy(identity, hop)
	if a, over := f.plane.enter(now, f.LB, hop.Zone, onlyIn, false); over {
		return a
	}
	return f.calls.call(now, f.LB, identity, draw, hop)
}

// Resume implements caller.Target: it leaves the surge queue.
func (f *front) Resume(now sim.Time, identity, draw uint64, hop *caller.Hop) Answer {
	if a, over := f.plane.enter(now, f.LB, hop.Zone, onlyIn, true); over {
		return a
	}
	return f.calls.call(now, f.LB, identity, draw, hop)
}

// Open implements caller.Target: what clients wait for is a call, which is open nowhere.
func (*front) Open(id.Backend, sim.Time, bool) {}

// Close implements caller.Target.
func (f *front) Close(now sim.Time, backend id.Backend, _ sim.Time, _ policy.Outcome) {
	f.calls.leave(now, backend)
}

// Withdraw implements caller.Target.
func (*front) Withdraw(id.Backend, sim.Time) {}

// behind is an LB as its own calls see it: it has taken them in already, and chooses a
// backend.
type behind struct{ *LB }

// Send implements caller.Target. The first try has the draws of the client's attempt,
// so that it takes a server as long as without a call; further ones have their own.
func (b behind) Send(now sim.Time, identity, draw uint64, hop *caller.Hop) Answer {
	if n := uint64(hop.Draw); n > 0 {
		draw = sim.Mix(draw-n) + n
	}
	d := b.plane
	d.askedBy(identity, hop)
	d.later = draw - hop.Request
	a := d.Serve(now, b.LB, hop.Zone, draw)
	d.later = 0
	return a
}
