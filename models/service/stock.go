package service

import "failsim/sim"

// Stock is units of which jobs take one each, for good: addresses, spare servers.
type Stock struct {
	units   int
	waiting []want
}

// asker is a herd, one of whose members has got the unit that it has waited for.
type asker interface {
	ask(now sim.Time, member int)
}

// want is a member of a herd that waits for a unit.
type want struct {
	herd   asker
	member int
}

// NewStock returns so many units.
func NewStock(units int) *Stock { return &Stock{units: units} }

// take takes a unit, or has the member wait for one.
func (s *Stock) take(h asker, member int) bool {
	if s.units == 0 {
		s.waiting = append(s.waiting, want{h, member})
		return false
	}
	s.units--
	return true
}

// Add adds units; who has waited longest gets one first.
func (s *Stock) Add(now sim.Time, units int) {
	s.units += units
	for s.units > 0 && len(s.waiting) > 0 {
		w := s.waiting[0]
		s.waiting = s.waiting[1:]
		w.herd.ask(now, w.member)
	}
}
