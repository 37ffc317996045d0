// Package distribution holds distributions of durations: how long a service, an
// outage or a phase of an incident takes; and processes, how arrivals and other
// events follow each other. One distribution or process a file.
//
// A distribution is sampled by inversion: one uniform number makes one duration, and a
// larger one makes a longer duration. So a keyed draw gives the same request
// the same draws under every design, even when the distributions differ.
package distribution

import "time"

// Distribution is a distribution of durations that are never negative.
type Distribution interface {
	// Quantile returns the duration that is exceeded with probability 1-u,
	// for u in the open interval (0, 1).
	Quantile(u float64) time.Duration
	// Mean returns the expected duration; ok is false if it is infinite.
	Mean() (mean time.Duration, ok bool)
	// String returns the distribution as a scenario file writes it.
	String() string
}

// Quantiles makes a list of the quantiles of numbers. It is Quantile of each, without
// a call through an interface for each where the distribution has a way of its own.
func Quantiles(d Distribution, numbers []float64, to []time.Duration) {
	to = to[:len(numbers)]
	if l, ok := d.(*Lognormal); ok {
		l.quantiles(numbers, to)
		return
	}
	for i, u := range numbers {
		to[i] = d.Quantile(u)
	}
}

// Must returns l, or panics if err is not nil: for distributions that are written in
// code, as in tests and oracles.
func Must[L Distribution](l L, err error) L {
	if err != nil {
		panic(err)
	}
	return l
}
