package study

import (
	"time"

	"failsim/models/world/scenario"
)

const dayMinutes = 24 * 60

// usual returns the rate of a population's day, in requests a second as
// simulated, at an instant of the run or before it: after its trace's profile
// where it makes one, else its mean.
func (w *Workload) usual(population int, since time.Duration) float64 {
	p := w.profiles[population]
	if p == nil {
		return w.means[population]
	}
	return w.days[population] * p.Rate(w.clock(w.scenario.Workload[population].Place)+since)
}

// dayBefore returns how many requests are expected in each minute of the day
// before the run, by population.
func (w *Workload) dayBefore() [][]float64 {
	list := make([][]float64, len(w.means))
	for p := range list {
		for m := range dayMinutes {
			middle := time.Duration(m)*time.Minute + time.Minute/2
			list[p] = append(list[p], 60*w.usual(p, middle-24*time.Hour))
		}
	}
	return list
}

// dayRate returns the mean rate of a day of a population that is replayed at a
// mean rate from its trace, which the run may hold only some hours of.
func (w *Workload) dayRate(population int, mean float64, length time.Duration) float64 {
	p, clock := w.profiles[population], w.clock(w.scenario.Workload[population].Place)
	sum, n := 0.0, 0
	for at := time.Minute / 2; at < length; at += time.Minute {
		sum += p.Rate(clock + at)
		n++
	}
	if sum == 0 {
		return mean
	}
	return mean * float64(n) / sum
}

// servedFrom returns the regions that serve each population under a design.
func (w *Workload) servedFrom(d *scenario.Design) [][]int {
	list := make([][]int, len(w.scenario.Workload))
	for p := range list {
		for _, e := range d.Serve[w.scenario.Workload[p].Place] {
			list[p] = append(list[p], w.fixed.Region(e.Region))
		}
	}
	return list
}
