package distribution

import (
	"failsim/sim"
	"failsim/sim/portable"
)

// Poisson is events at a constant rate, independent of each other.
type Poisson struct {
	Key  sim.Key
	Mean float64 // nanoseconds between events
}

// Next implements Process.
func (p *Poisson) Next(k uint64, last sim.Time) sim.Time {
	return last.AddNanoseconds(-portable.Log(1-p.Key.Float64(k)) * p.Mean)
}
