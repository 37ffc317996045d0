package service

import "failsim/sim"

// Stock is units of which jobs take one each, for good: addresses, spare servers.
type Stock struct {
	units   int
	waiting []want
}

// want is a member of a herd that waits for a unit.
type want struct {
	herd   *Herd
	member int
}

// NewStock returns so many units.
func NewStock(units int) *Stock { return &Stock{units: units} }

// take takes a unit, or has the member wait for one.
func (s *Stock) take(h *Herd, member int) bool {
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
