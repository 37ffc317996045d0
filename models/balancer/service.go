package balancer

import (
	"time"

	"failsim/models/distribution"
	"failsim/sim"
)

// Service is what a request costs a server.
type Service struct {
	Distribution distribution.Distribution
	Time         sim.Key // draws the work, by request and attempt
	Picks        sim.Key // draws which backend an LB picks for it
	Gray         sim.Key // draws whether a gray backend fails it
	// Weight is how many real requests one stands for, of which a probe is one; 0 is
	// 1.
	Weight float64
}

// Draws are what an attempt draws.
type Draws struct {
	Number uint64        // of its draws
	Pick   uint64        // by which an LB picks a backend for it; only with Work
	Work   time.Duration // of a server; 0 if neither has been drawn yet
}

// draw draws what has not been drawn yet.
func (s *Service) draw(a *Draws) (pick uint64, work time.Duration) {
	if a.Work == undrawn {
		return s.Picks.Uint64(a.Number), s.Work(a.Number)
	}
	return a.Pick, a.Work
}

// Kind draws of which kind a request is, by the number of its draws.
func (s Service) Kind() sim.Key { return s.Gray.Named("kind") }

// Works is Work of many attempts, by what Time has drawn for them.
func (s *Service) Works(drawn []float64, to []time.Duration) {
	distribution.Quantiles(s.Distribution, drawn, to)
}

// Work returns how long a server works on an attempt, by the number of its draws.
func (s *Service) Work(draw uint64) time.Duration {
	return s.Distribution.Quantile(s.Time.Float64(draw))
}
