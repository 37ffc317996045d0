package distribution

import (
	"math"
	"time"

	"failsim/sim"
)

const minute = sim.Time(time.Minute)

// Daily is a Poisson process whose rate is that of the local time of day, linear from
// the middle of a minute to that of the next. Event k comes when the rate has summed
// up to the first k of the unit exponential gaps -log(U); gap k is draw k of the key.
// Sums start anew in each minute, so rounding does not build up.
type Daily struct {
	key   sim.Key
	count uint64 // events so far
	end   sim.Time
	mean  float64   // events/s
	rates []float64 // relative to the mean, of each minute of the day

	minute  int      // of the day, in whose middle the segment starts
	start   sim.Time // of the segment
	rate    float64  // events/s at its start
	slope   float64  // events/s, by which the rate changes until its end
	square  float64  // of the rate
	twice   float64  // the slope
	whole   float64  // events expected in the segment
	exposed float64  // events expected from its start to the last event
	gaps    [batch]float64
}

// NewDaily returns the events from instant 0, which has the local clock time clock, to
// end, which is not included. Rates are relative to the mean, in events per second, one
// for each minute of a day. A mean of 0 yields none.
func NewDaily(key sim.Key, rates []float64, clock time.Duration, mean float64, end sim.Time) *Daily {
	q := &Daily{key: key, rates: rates, mean: mean, end: end}
	// Segments run from the middle of a minute to that of the next.
	const day = 24 * time.Hour
	since := ((clock-time.Minute/2)%day + day) % day
	q.minute = int(since/time.Minute) - 1
	q.start = -sim.Time(since%time.Minute) - minute
	q.enter()
	share := float64(since%time.Minute) / float64(minute)
	q.exposed = float64(q.rate*share*60) + float64(q.slope*share*share*60/2)
	if mean == 0 {
		q.end = 0
	}
	return q
}

// batch is how many events are made at a time. Steps of one event's long
// chain, a logarithm, a root and two divisions, then go along with its
// neighbours'.
const batch = 64

// enter moves to the next segment.
func (q *Daily) enter() {
	q.minute = (q.minute + 1) % len(q.rates)
	q.start += minute
	q.rate = float64(q.rates[q.minute] * q.mean)
	q.slope = float64(q.rates[(q.minute+1)%len(q.rates)]*q.mean) - q.rate
	q.whole = 60 * (q.rate + float64(q.slope/2))
	q.square, q.twice = q.rate*q.rate, 2*q.slope
}

// Next fills the front of a with the next events and returns how many it filled: 0 at
// the end, and less than there is room for whenever it likes.
func (q *Daily) Next(a []sim.Time) int {
	if q.start >= q.end {
		return 0
	}
	gaps := q.gaps[:min(len(a), batch)]
	q.key.Exponentials(q.count, gaps)
	q.count += uint64(len(gaps))
	a = a[:len(gaps)]
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

// fill makes events after gaps, up to the end of the segment, and returns how
// many. Without a call in it, all that it needs stays in registers.
func (q *Daily) fill(a []sim.Time, gaps []float64) int {
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
		now := square + float64(twice*e) // of the rate
		if now < 0 {
			now = 0 // where the rate ends at 0: rounding
		}
		x := 2 * e / (rate + math.Sqrt(now))
		a[i] = start + sim.Time(x*float64(minute))
	}
	q.exposed = exposed
	return len(gaps)
}

// before returns how many of the next events come before the end.
func (q *Daily) before(a []sim.Time) int {
	for i := 0; i < len(a) && a[i] < 0; i++ {
		a[i] = 0 // at the start of the run: rounding
	}
	n := len(a)
	for n > 0 && a[n-1] >= q.end {
		n--
	}
	if n < len(a) {
		q.end = 0
	}
	return n
}
