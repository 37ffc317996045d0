package figures

import (
	"math"
	"time"
)

// Moments are sums of values and of their squares.
type Moments struct{ N, Sum, Squares float64 }

// Add counts a duration, in nanoseconds.
func (m *Moments) Add(d time.Duration) { m.AddValue(float64(d)) }

// AddValue counts a value.
func (m *Moments) AddValue(x float64) {
	m.N++
	m.Sum += x
	m.Squares += float64(x * x)
}

// Merge adds what others counted.
func (m *Moments) Merge(o Moments) {
	m.N += o.N
	m.Sum += o.Sum
	m.Squares += o.Squares
}

// Mean returns the mean; NaN of nothing.
func (m Moments) Mean() float64 { return m.Sum / m.N }

// Variance returns the variance of durations in squares of seconds, with n.
func (m Moments) Variance() float64 {
	mean := m.Sum / m.N
	return max(0, m.Squares/m.N-float64(mean*mean)) / float64(time.Second*time.Second)
}

// Deviation returns the standard deviation, with n-1; NaN of fewer than two.
func (m Moments) Deviation() float64 {
	if m.N < 2 {
		return math.NaN()
	}
	return math.Sqrt(max(0, m.Squares-m.Sum*m.Sum/m.N) / (m.N - 1))
}

// Seconds turns nanoseconds into seconds.
func Seconds(ns float64) float64 { return ns / float64(time.Second) }
