package conform

import (
	"math"
	"time"

	"failsim/sim/portable"
)

// The rule by which a prediction passes: it lies within the larger of what matters
// and what chance does to both sides.
const (
	points   = 0.005 // of a share
	errors   = 4.5   // standard errors of both sides
	relative = 0.10  // of a time or a count
)

// SameShare reports whether two shares, of so many, pass for the same.
func SameShare(predicted, measured float64, n, m int) bool {
	return math.Abs(predicted-measured) <= max(points, Noise(predicted, measured, n, m))
}

// Noise is how far chance may put two shares of so many apart: 4.5 standard errors.
func Noise(predicted, measured float64, n, m int) float64 {
	p := (float64(predicted*float64(n)) + float64(measured*float64(m))) / float64(n+m)
	return errors * math.Sqrt(p*(1-p)*(1/float64(n)+1/float64(m)))
}

// Sample gathers what was seen of a figure.
type Sample struct {
	n         int
	mean, off float64
}

// Add takes one more.
func (s *Sample) Add(x float64) {
	s.n++
	d := x - s.mean
	s.mean += d / float64(s.n)
	s.off += float64(d * (x - s.mean))
}

// Mean returns the mean.
func (s *Sample) Mean() float64 { return s.mean }

// SE returns the standard error of the mean.
func (s *Sample) SE() float64 {
	if s.n < 2 {
		return 0
	}
	return math.Sqrt(s.off / float64(s.n-1) / float64(s.n))
}

// SameMean reports whether two means pass for the same: within a tenth of the
// larger one, or by their standard errors.
func SameMean(predicted, measured *Sample) bool {
	within := max(relative*max(math.Abs(predicted.mean), math.Abs(measured.mean)), errors*portable.Hypot(predicted.SE(), measured.SE()))
	return math.Abs(predicted.mean-measured.mean) <= within
}

// SameTime reports whether two times pass for the same: within a tenth, or one
// period of the observer.
func SameTime(predicted, measured, period time.Duration) bool {
	return (predicted - measured).Abs() <= max(period, time.Duration(relative*float64(max(predicted, measured))))
}
