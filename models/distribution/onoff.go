package distribution

import (
	"failsim/sim"
	"failsim/sim/portable"
)

// OnOff is a Poisson process during on times, and nothing during off times, which
// take turns: where both are exponential, the interrupted Poisson process, a
// Markov-modulated one of two states. It begins at the start of an off time.
type OnOff struct {
	Key, Times sim.Key // of the gaps while on, and of the times
	Mean       float64 // nanoseconds between events while on
	On, Off    Distribution

	turn       uint64
	start, end sim.Time // of the present on time
}

// Next implements Process.
func (p *OnOff) Next(k uint64, last sim.Time) sim.Time {
	need := -portable.Log1p(-p.Key.Float64(k)) * p.Mean
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
		p.start = p.end.Add(p.Off.Quantile(p.Times.Float64(2 * p.turn)))
		p.end = p.start.Add(p.On.Quantile(p.Times.Float64(2*p.turn + 1)))
		p.turn++
	}
}
