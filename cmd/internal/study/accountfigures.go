package study

import (
	"math"
	"time"

	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// failing is the share of requests, in per cent, that fail from one instant to
// another, since the onset.
func failing(s *results.Sample, from, until time.Duration) float64 {
	if s == nil {
		return math.NaN()
	}
	return failingOf(s, -1, from, until)
}

// failingOf is failing of one population, or of all below 0.
func failingOf(s *results.Sample, population int, from, until time.Duration) float64 {
	sum, n := 0.0, 0.0
	for _, p := range s.PopulationSeries(population) {
		if p.SinceOnset >= from && p.SinceOnset < until && !math.IsNaN(p.Mean) {
			sum, n = sum+float64(100*(1-p.Mean)), n+1
		}
	}
	return sum / n
}

// wellAfter is the mean of the minutes until all is well for good; as long as the
// run for one that is not.
func wellAfter(s *results.Sample) float64 {
	if s == nil {
		return math.NaN()
	}
	mean, _, _ := statistics.StudentInterval(s.Values(func(r *counted.Run) float64 { return r.Recovery.Finally.Minutes() }), 0.95)
	return mean
}
