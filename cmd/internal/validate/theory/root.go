package theory

import (
	"failsim/sim/portable"
)

// root returns where an increasing function crosses zero: it doubles high
// until the sign changes, then halves the interval as far as float64 goes.
func root(f func(float64) float64, low, high float64) float64 {
	for range 1000 {
		if f(high) >= 0 {
			break
		}
		low, high = high, 2*high
	}
	for range 200 {
		middle := low + float64((high-low)/2)
		if middle <= low || middle >= high {
			break
		}
		if f(middle) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return low + float64((high-low)/2)
}

// QuantileOf returns the p-quantile of a span, of which the tail P(T > t) is
// given and scale is a typical length.
func QuantileOf(tail func(float64) float64, p, scale float64) float64 {
	if tail(0) <= 1-p {
		return 0
	}
	return root(func(t float64) float64 { return (1 - p) - tail(t) }, 0, scale)
}

// ExponentialQuantile is that of a span that is 0 with probability 1-share
// and otherwise exponential with a rate.
func ExponentialQuantile(share, rate, p float64) float64 {
	return max(0, portable.Log(share/(1-p))/rate)
}
