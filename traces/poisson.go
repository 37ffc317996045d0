package traces

import (
	"fmt"
	"math"
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// Poisson returns keyed Poisson arrivals with the profile as intensity, day
// after day from instant 0, which has the local clock time clock, to end, which
// is not included. The mean over a day is meanPerSecond; 0 yields no arrivals.
// It panics if meanPerSecond is negative or not a number, or if clock is
// negative: scenarios are checked before.
//
// Arrival k comes when the intensity has summed up to the first k of the unit
// exponential gaps -log(U); gap k is draw k of the key, so arrival k is a
// function of key, profile, clock and mean alone.
func (p *Profile) Poisson(key sim.Key, clock time.Duration, meanPerSecond float64, end sim.Time) request.Arrivals {
	if !(meanPerSecond >= 0) || math.IsInf(meanPerSecond, 1) || clock < 0 {
		panic(fmt.Sprintf("traces: Poisson arrivals at %g per second from clock time %s", meanPerSecond, clock))
	}
	q := &poisson{key: key.Named("poisson"), profile: p, mean: meanPerSecond, end: end}
	// Segments run from the middle of a minute to that of the next.
	since := ((clock-time.Minute/2)%day + day) % day
	q.minute = int(since/time.Minute) - 1
	q.start = -sim.Time(since%time.Minute) - minute
	q.enter()
	share := float64(since%time.Minute) / float64(minute)
	q.exposed = q.rate*share*60 + q.slope*share*share*60/2
	if meanPerSecond == 0 {
		q.end = 0
	}
	return q
}

const minute = sim.Time(time.Minute)

// poisson inverts the summed intensity step by step. Sums start anew in each
// minute, so rounding does not build up.
type poisson struct {
	key     sim.Key
	count   uint64 // arrivals so far
	end     sim.Time
	mean    float64 // requests/s
	profile *Profile

	minute  int      // of the day, in whose middle the segment starts
	start   sim.Time // of the segment
	rate    float64  // requests/s at its start
	slope   float64  // requests/s, by which the rate changes until its end
	whole   float64  // requests expected in the segment
	exposed float64  // requests expected from its start to the last arrival
}

// enter moves to the next segment.
func (q *poisson) enter() {
	q.minute = (q.minute + 1) % minutesPerDay
	q.start += minute
	q.rate = q.profile.rates[q.minute] * q.mean
	q.slope = q.profile.rates[(q.minute+1)%minutesPerDay]*q.mean - q.rate
	q.whole = 60 * (q.rate + q.slope/2)
}

// Next fills a with the next arrival.
func (q *poisson) Next(a *request.Arrival) bool {
	if q.start >= q.end {
		return false
	}
	q.exposed += minusLog(q.key.Float64(q.count))
	for q.exposed >= q.whole {
		q.exposed -= q.whole
		q.enter()
		if q.start >= q.end {
			return false
		}
	}
	q.count++
	// The share x of the segment solves 60 (rate x + slope x^2/2) = exposed.
	e := q.exposed / 60
	x := 2 * e / (q.rate + math.Sqrt(max(0, q.rate*q.rate+2*q.slope*e)))
	*a = request.Arrival{At: max(0, q.start+sim.Time(x*float64(minute)))}
	if a.At >= q.end {
		q.end = 0
		return false
	}
	return true
}

// Err returns nil: nothing can fail.
func (q *poisson) Err() error { return nil }
