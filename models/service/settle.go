package service

import (
	"slices"

	"failsim/models/id"
	"failsim/sim"
)

// look sees to a service of which something has changed, and then to those that
// need it, until nothing changes any more. That ends: a service stops by an
// event alone, and needs at once are in no circle.
func (g *Graph) look(now sim.Time, service id.Service) {
	if !slices.Contains(g.due, service) {
		g.due = append(g.due, service)
	}
	g.settle(now)
}

func (g *Graph) settle(now sim.Time) {
	if g.settling {
		return
	}
	g.settling = true
	for len(g.due) > 0 {
		i := g.due[0]
		g.due = g.due[1:]
		g.judge(now, i)
	}
	g.due, g.settling = g.due[:0], false
}

// judge works out how a service is.
func (g *Graph) judge(now sim.Time, service id.Service) {
	n := &g.all[service]
	if !n.state.Running {
		g.start(now, service)
		return
	}
	if ails := g.ails(n); !slices.Equal(ails, n.state.Ails) {
		n.state.Ails = ails
		g.report(now, service)
	}
}

// start begins to start a service that is down, or breaks that off.
func (g *Graph) start(now sim.Time, service id.Service) {
	n := &g.all[service]
	switch can := n.held == 0 && g.complete(n); {
	case can && n.StartsIn == 0:
		g.run(now, service)
	case can == (n.starting%2 == 1):
	case can:
		n.starting++
		g.after(now, n.StartsIn, started, service, 0, n.starting)
	default:
		n.starting++
	}
}

// complete reports whether all is there that a service needs to start.
func (g *Graph) complete(n *node) bool {
	for k := range n.Needs {
		if need := &n.Needs[k]; (need.How == Cached || need.How == ToStart) && !n.needs[k].without && !g.all[need.On].state.Up() {
			return false
		}
	}
	return true
}

// ails are what is wrong with a service that runs: its own, and what it needs at
// once.
func (g *Graph) ails(n *node) (list []Ail) {
	list = append(list, n.own...)
	either, errors := false, 1.0
	for k := range n.Needs {
		need := &n.Needs[k]
		s := &g.all[need.On].state
		if need.How == Either {
			either, errors = true, float64(errors*s.Errors())
		}
		if need.How != AtOnce {
			continue
		}
		hangs := float64(need.Share * s.hangs())
		a := Ail{Errors: float64(need.Share * s.Errors()), Slow: 1 + float64(need.Share*need.Time*(s.Slow()-1)), After: need.After, Need: true}
		if hangs > 0 && hangs < 1 {
			a.Errors = (a.Errors - hangs) / (1 - hangs)
		} else if hangs == 1 {
			a.Errors = 0
		}
		if hangs > 0 {
			list = append(list, Ail{Errors: hangs, Slow: 1, After: need.After, Need: true, Hangs: true})
		}
		if a.Errors > 0 || a.Slow > 1 {
			list = append(list, a)
		}
	}
	if either && errors > 0 {
		list = append(list, Ail{Errors: errors, Slow: 1, Need: true})
	}
	return list
}

// stop ends what runs, or breaks off what starts. It starts again as soon as it
// can.
func (g *Graph) stop(now sim.Time, service id.Service) {
	n := &g.all[service]
	for k := range n.needs { // who started it without has to come again
		n.needs[k].without = false
	}
	if n.starting%2 == 1 {
		n.starting++
	}
	if n.state.Running {
		n.state = State{}
		g.report(now, service)
	}
	g.look(now, service)
}

// run has a service run from now on.
func (g *Graph) run(now sim.Time, service id.Service) {
	n := &g.all[service]
	n.state.Running = true
	n.state.Ails = g.ails(n)
	g.report(now, service)
	g.settle(now)
}

// tell reports a change, and has those who need the service look.
func (g *Graph) report(now sim.Time, service id.Service) {
	n := &g.all[service]
	g.host.ServiceChanged(now, service, &n.state)
	g.watched(now, service)
	for _, l := range g.listens {
		if l.service == service {
			l.to(now, n.state.Up())
		}
	}
	for _, i := range n.neededBy {
		g.feel(now, i, service)
		if !slices.Contains(g.due, i) {
			g.due = append(g.due, i)
		}
	}
}

// feel has a service know that what it needs is up, or down.
func (g *Graph) feel(now sim.Time, service, on id.Service) {
	n := &g.all[service]
	up := g.all[on].state.Up()
	for k := range n.needs {
		h, need := &n.needs[k], &n.Needs[k]
		if need.On != on || up == (h.spell%2 == 0) {
			continue
		}
		if h.spell++; up {
			h.without = false
		} else if need.How == Cached {
			g.after(now, need.Lasts, cacheEnds, service, k, h.spell)
		}
	}
}
