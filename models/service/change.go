package service

import (
	"slices"

	"failsim/models/id"
	"failsim/sim"
)

// Hold stops a service, or lets it start again; holds are counted.
func (g *Graph) Hold(now sim.Time, service id.Service, down bool) {
	n := &g.all[service]
	if !down {
		n.held--
		g.look(now, service)
		return
	}
	n.held++
	g.stop(now, service)
}

// Restart stops a service and has it start again.
func (g *Graph) Restart(now sim.Time, service id.Service) { g.stop(now, service) }

// Ail has something be wrong with a service, or takes away what was the same.
func (g *Graph) Ail(now sim.Time, service id.Service, a Ail, wrong bool) {
	n := &g.all[service]
	if wrong {
		n.own = append(n.own, a)
	} else {
		i := slices.Index(n.own, a)
		n.own = slices.Delete(n.own, i, i+1)
	}
	g.look(now, service)
}

// Change has one thing be wrong instead of another, of which an Ail of no
// errors at no factor is nothing.
func (g *Graph) Change(now sim.Time, service id.Service, from, to Ail) {
	g.Instead(now, service, []Ail{from}, []Ail{to})
}

// Instead is Change of several that are wrong together.
func (g *Graph) Instead(now sim.Time, service id.Service, from, to []Ail) {
	n := &g.all[service]
	for _, one := range from {
		if i := slices.Index(n.own, one); i >= 0 {
			n.own = slices.Delete(n.own, i, i+1)
		}
	}
	for _, one := range to {
		if one.Errors > 0 || one.Slow > 1 {
			n.own = append(n.own, one)
		}
	}
	g.look(now, service)
}

// StartWithout has a service start without one need that is down, or without all
// of them if on is below 0. It lives with that until the need is up again.
func (g *Graph) StartWithout(now sim.Time, service, on id.Service) {
	n := &g.all[service]
	for k := range n.needs {
		if need := &n.Needs[k]; (need.How == Cached || need.How == ToStart) && (on < 0 || need.On == on) && !g.all[need.On].state.Up() {
			n.needs[k].without = true
		}
	}
	g.look(now, service)
}

// Handle implements sim.Handler.
func (g *Graph) Handle(now sim.Time, e sim.Event) {
	i, of, count := id.Service(e.Arg>>32), int(e.Arg>>20&0xfff), e.Arg&counted
	switch e.Kind {
	case cacheEnds:
		n := &g.all[i]
		if h := &n.needs[of]; h.spell&counted == count && !h.without && n.state.Running {
			g.stop(now, i)
		}
	case started:
		if n := &g.all[i]; n.starting&counted == count {
			n.starting++
			g.run(now, i)
		}
	case overdue:
		g.fire(now, of, count)
	}
}
