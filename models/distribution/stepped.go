package distribution

import (
	"time"

	"failsim/sim"
	"failsim/sim/portable"
)

// Stepped is a Poisson process whose rates hold for a step each, in turn, and begin
// again after the last.
type Stepped struct {
	Key    sim.Key
	Rates  []float64 // events a nanosecond
	Step   time.Duration
	Origin sim.Time
}

// Next implements Process.
func (p *Stepped) Next(k uint64, last sim.Time) sim.Time {
	need := -portable.Log1p(-p.Key.Float64(k))
	for at := last; ; {
		rate, end := p.at(at)
		if span := float64(end - at); need > rate*span {
			need -= float64(rate * span)
			if end == sim.Never {
				return end
			}
			at = end
			continue
		}
		return min(at.AddNanoseconds(need/rate), end)
	}
}

// at returns the rate at an instant, and when it ends.
func (p *Stepped) at(t sim.Time) (rate float64, end sim.Time) {
	turn := t.Sub(p.Origin) / p.Step
	into := t.Sub(p.Origin) % p.Step
	if into < 0 { // the warm-up lies before the origin
		turn--
		into += p.Step
	}
	n := time.Duration(len(p.Rates))
	return p.Rates[(turn%n+n)%n], t.Add(p.Step - into)
}
