package queue

import (
	"math"

	"failsim/models/distribution"
	"failsim/sim"
)

// onOff is Poisson arrivals during on times, and none during off times, which
// take turns. It begins at the start of an off time.
type onOff struct {
	key, times sim.Key
	mean       float64 // nanoseconds between arrivals while on
	on, off    distribution.Distribution
	turn       uint64
	start, end sim.Time // of the present on time
}

func (p *onOff) next(k uint64, last sim.Time) sim.Time {
	need := -math.Log1p(-p.key.Float64(k)) * p.mean
	for {
		at := max(last, p.start)
		if left := float64(p.end - at); need < left {
			return at.AddNanoseconds(need)
		} else if left > 0 {
			need -= left
		}
		if p.end == sim.Never {
			return sim.Never
		}
		p.start = p.end.Add(p.off.Quantile(p.times.Float64(2 * p.turn)))
		p.end = p.start.Add(p.on.Quantile(p.times.Float64(2*p.turn + 1)))
		p.turn++
	}
}
