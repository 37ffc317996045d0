package sim

import (
	"math"
	"time"
)

// Time is an instant: nanoseconds since the scenario's start. A span between
// two instants is a time.Duration.
type Time int64

// Never is later than every instant that a run can reach.
const Never Time = math.MaxInt64

// Add returns the instant d after t. It saturates at Never.
func (t Time) Add(d time.Duration) Time {
	s := t + Time(d)
	if d > 0 && s < t {
		return Never
	}
	return s
}

// AddNanoseconds returns the instant so many nanoseconds after t, not below 0,
// rounded; Never if that is too late.
func (t Time) AddNanoseconds(ns float64) Time {
	if ns >= math.MaxInt64 {
		return Never
	}
	return t.Add(time.Duration(float64(ns) + 0.5))
}

// Sub returns the span from u to t.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t - u) }

// Seconds returns t in seconds, for output only: float64 seconds lose
// nanoseconds after about 100 days.
func (t Time) Seconds() float64 { return float64(t) / 1e9 }

// FromSeconds turns a span in seconds into a time.Duration, rounding to the
// nearest nanosecond; what does not fit saturates.
func FromSeconds(s float64) time.Duration {
	ns := float64(s * 1e9)
	switch {
	case ns >= math.MaxInt64:
		return math.MaxInt64
	case ns <= math.MinInt64:
		return math.MinInt64
	}
	// As math.Round, which takes three times as long: the fraction is exact, and
	// twice the fraction is 1 or more, so rounds away from 0, from a half on.
	whole := int64(ns)
	return time.Duration(whole + int64(2*(ns-float64(whole))))
}
