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

func (s *sharing) begin(r *run, i int) {
	s.up = s.spec.Servers - int(math.Round(float64(s.spec.Servers)*s.spec.Loses))
	s.trips, s.last = 0, 0
	s.first.AddValue(s.each())
	s.expect(r, 0, i)
}

// each returns the load of one server.
func (s *sharing) each() float64 { return s.spec.Load / float64(s.up) }

func (s *sharing) expect(r *run, now sim.Time, i int) {
	if s.up > 0 && s.each() > s.spec.Above {
		r.schedule(now.Add(s.spec.After), trips, i)
	}
}

func (s *sharing) trip(r *run, now sim.Time, i int) {
	s.up -= max(1, int(float64(s.up)*s.spec.Batch))
	s.trips++
	s.last = now
	s.expect(r, now, i)
}

func (s *sharing) close() {
	s.survivors.AddValue(float64(s.up))
	s.steps.AddValue(float64(s.trips))
	s.ended.AddValue(float64(s.last))
}
