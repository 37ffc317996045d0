package service

import (
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// When has something be done, once, when a service has failed at least a share of
// its requests for a while without a break.
func (g *Graph) When(service id.Service, fails float64, lasts time.Duration, do func(now sim.Time)) {
	g.watches = append(g.watches, watch{service: service, fails: fails, lasts: lasts, do: do})
}

// watched looks at who waits for a service that has changed.
func (g *Graph) watched(now sim.Time, service id.Service) {
	errors := g.all[service].state.Errors()
	for i := range g.watches {
		w := &g.watches[i]
		if w.service != service || w.done || (errors >= w.fails) == (w.spell%2 == 1) {
			continue
		}
		if w.spell++; w.spell%2 == 1 {
			g.after(now, w.lasts, overdue, service, i, w.spell)
		}
	}
}

func (g *Graph) fire(now sim.Time, which int, spell uint64) {
	if w := &g.watches[which]; w.spell&counted == spell && !w.done {
		w.done = true
		w.do(now)
	}
}

// Listen reports each change of a service whether it is up.
func (g *Graph) Listen(service id.Service, to func(now sim.Time, up bool)) {
	g.listens = append(g.listens, listen{service, to})
}
