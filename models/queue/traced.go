package queue

import (
	"math"
	"time"

	"failsim/sim"
)

// traced is Poisson arrivals at rates that hold for a step each, in turn, and
// begin again after the last.
type traced struct {
	key    sim.Key
	rates  []float64 // arrivals a nanosecond
	step   time.Duration
	origin sim.Time
}

func (p *traced) next(k uint64, last sim.Time) sim.Time {
	need := -math.Log1p(-p.key.Float64(k))
	for at := last; ; {
		rate, end := p.at(at)
		if span := float64(end - at); need > rate*span {
			need -= rate * span
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
func (p *traced) at(t sim.Time) (rate float64, end sim.Time) {
	turn := t.Sub(p.origin) / p.step
	into := t.Sub(p.origin) % p.step
	if into < 0 { // the warm-up lies before the origin
		turn--
		into += p.step
	}
	n := time.Duration(len(p.rates))
	return p.rates[(turn%n+n)%n], t.Add(p.step - into)
}
