package traces

import (
	"fmt"
	"math"
	"time"

	"failsim/models/distribution"
	"failsim/models/request"
	"failsim/sim"
)

// Poisson returns keyed Poisson arrivals with the profile as intensity, day
// after day from instant 0, which has the local clock time clock, to end, which
// is not included. The mean over a day is meanPerSecond; 0 yields no arrivals.
// It panics if meanPerSecond is negative or not a number, or if clock is
// negative: scenarios are checked before.
//
// An arrival is a function of key, profile, clock and mean alone; see
// distribution.Daily.
func (p *Profile) Poisson(key sim.Key, clock time.Duration, meanPerSecond float64, end sim.Time) request.Arrivals {
	if !(meanPerSecond >= 0) || math.IsInf(meanPerSecond, 1) || clock < 0 {
		panic(fmt.Sprintf("traces: Poisson arrivals at %g per second from clock time %s", meanPerSecond, clock))
	}
	return &poisson{of: distribution.NewDaily(key.Named("poisson"), p.rates[:], clock, meanPerSecond, end)}
}

// poisson makes arrivals of the times of a process.
type poisson struct {
	of    *distribution.Daily
	times [batch]sim.Time
}

// Next implements request.Arrivals.
func (q *poisson) Next(a []request.Arrival) int {
	n := q.of.Next(q.times[:min(len(a), batch)])
	a, times := a[:n], q.times[:n]
	clear(a) // at once: it takes fewer instructions than each by itself
	for i := range a {
		a[i].At = times[i]
	}
	return n
}

// Err returns nil: nothing can fail.
func (q *poisson) Err() error { return nil }
