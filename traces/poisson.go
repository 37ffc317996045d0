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
	square  float64  // of the rate
	twice   float64  // the slope
	whole   float64  // requests expected in the segment
	exposed float64  // requests expected from its start to the last arrival
	gaps    [batch]float64
}

// batch is how many arrivals are made at a time. Steps of one arrival's long
// chain, a logarithm, a root and two divisions, then go along with its
// neighbours'.
const batch = 64

// enter moves to the next segment.
func (q *poisson) enter() {
	q.minute = (q.minute + 1) % minutesPerDay
	q.start += minute
	q.rate = q.profile.rates[q.minute] * q.mean
	q.slope = q.profile.rates[(q.minute+1)%minutesPerDay]*q.mean - q.rate
	q.whole = 60 * (q.rate + q.slope/2)
	q.square, q.twice = q.rate*q.rate, 2*q.slope
}

// Next implements request.Arrivals.
func (q *poisson) Next(a []request.Arrival) int {
	if q.start >= q.end {
		return 0
	}
	gaps := q.gaps[:min(len(a), batch)]
	q.key.Exponentials(q.count, gaps)
	q.count += uint64(len(gaps))
	a = a[:len(gaps)]
	clear(a)
	for n := 0; ; {
		n += q.fill(a[n:], gaps[n:])
		if n == len(a) {
			return q.before(a)
		}
		left := q.exposed + gaps[n]
		for left >= q.whole {
			left -= q.whole
			if q.enter(); q.start >= q.end {
				return q.before(a[:n])
			}
		}
		q.exposed, gaps[n] = 0, left
	}
}

// fill makes arrivals after gaps, up to the end of the segment, and returns how
// many. Without a call in it, all that it needs stays in registers.
func (q *poisson) fill(a []request.Arrival, gaps []float64) int {
	exposed, whole, rate, square, twice, start := q.exposed, q.whole, q.rate, q.square, q.twice, q.start
	a = a[:len(gaps)]
	for i, gap := range gaps {
		next := exposed + gap
		if next >= whole {
			q.exposed = exposed
			return i
		}
		exposed = next
		// The share x of the segment solves 60 (rate x + slope x^2/2) = exposed.
		e := exposed / 60
		now := square + twice*e // of the rate
		if now < 0 {
			now = 0 // where the rate ends at 0: rounding
		}
		x := 2 * e / (rate + math.Sqrt(now))
		a[i].At = start + sim.Time(x*float64(minute))
	}
	q.exposed = exposed
	return len(gaps)
}

// before returns how many of the next arrivals come before the end.
func (q *poisson) before(a []request.Arrival) int {
	for i := 0; i < len(a) && a[i].At < 0; i++ {
		a[i].At = 0 // at the start of the run: rounding
	}
	n := len(a)
	for n > 0 && a[n-1].At >= q.end {
		n--
	}
	if n < len(a) {
		q.end = 0
	}
	return n
}

// Err returns nil: nothing can fail.
func (q *poisson) Err() error { return nil }
