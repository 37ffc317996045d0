package distribution

import "failsim/sim"

// Renewal is events whose gaps follow any distribution, independent of each other.
type Renewal struct {
	Key sim.Key
	Gap Distribution
}

// Next implements Process.
func (r *Renewal) Next(k uint64, last sim.Time) sim.Time {
	return last.Add(r.Gap.Quantile(r.Key.Float64(k)))
}
