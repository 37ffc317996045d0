package reliability

import (
	"math"

	"failsim/models/figures"
	"failsim/sim"
)

// sharing is servers of a run that share a load: those up carry as much each,
// and while that is more than they bear, a batch of them trips at a time.
type sharing struct {
	spec  *Sharing
	up    int
	trips int
	last  sim.Time // when the last batch tripped

	first, survivors, steps, ended figures.Moments // over cycles
}

// begin begins a cycle, and returns when a batch trips.
func (s *sharing) begin() sim.Time {
	s.up = s.spec.Servers - int(math.Round(float64(s.spec.Servers)*s.spec.Loses))
	s.trips, s.last = 0, 0
	s.first.AddValue(s.each())
	return s.next(0)
}

// each returns the load of one server.
func (s *sharing) each() float64 { return s.spec.Load / float64(s.up) }

// next returns when the next batch trips.
func (s *sharing) next(now sim.Time) sim.Time {
	if s.up > 0 && s.each() > s.spec.Above {
		return now.Add(s.spec.After)
	}
	return sim.Never
}

// trip trips a batch, and returns when the next one does.
func (s *sharing) trip(now sim.Time) sim.Time {
	s.up -= max(1, int(float64(s.up)*s.spec.Batch))
	s.trips++
	s.last = now
	return s.next(now)
}

func (s *sharing) close() {
	s.survivors.AddValue(float64(s.up))
	s.steps.AddValue(float64(s.trips))
	s.ended.AddValue(float64(s.last))
}
