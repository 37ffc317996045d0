package world

import (
	"failsim/models/service"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// order returns what a standby's capacity is ordered by, where other tenants order theirs
// too; nil where nothing is in the way.
func (w *World) order(s *scenario.Orders, grow func(now sim.Time)) *service.Order {
	if s == nil {
		return nil
	}
	o := &service.Order{Units: s.Units, Done: grow, Refused: func(now sim.Time) {
		w.narrate(now, "the order of capacity is dropped")
	}}
	if s.Through != "" {
		o.Queue = w.services.works.queues[s.Through]
	}
	if s.From != "" && !s.Reserved {
		o.Stock = w.services.works.stocks[s.From]
	}
	return o
}
