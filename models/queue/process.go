package queue

import (
	"math"

	"failsim/models/distribution"
	"failsim/sim"
)

// process is how requests of an open stream arrive.
type process interface {
	// next returns when request k arrives, given when the one before it did;
	// k is 0, 1, 2 and so on, and last is 0 at first.
	next(k uint64, last sim.Time) sim.Time
}

// poisson is arrivals at a constant rate, independent of each other.
type poisson struct {
	key  sim.Key
	mean float64 // nanoseconds between arrivals
}

func (p *poisson) next(k uint64, last sim.Time) sim.Time {
	return last.AddNanoseconds(-math.Log(1-p.key.Float64(k)) * p.mean)
}

// renewal is arrivals whose gaps follow any distribution, independent of each other.
type renewal struct {
	key sim.Key
	gap distribution.Distribution
}

func (r *renewal) next(k uint64, last sim.Time) sim.Time {
	return last.Add(r.gap.Quantile(r.key.Float64(k)))
}
