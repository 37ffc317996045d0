package distribution

import (
	"math"
	"time"

	"failsim/sim"
	"failsim/sim/portable"
)

// Varying is a Poisson process of any rate, linear between knots: each event comes
// when the rate has summed up to the next of its unit exponential gaps. Sums start anew
// at each knot, so that rounding does not build up.
type Varying struct {
	rate     func(ns int64) float64 // events/s at a moment
	knots    int64                  // ns from one to the next
	key      sim.Key
	count    uint64
	from, to int64

	knot        int64
	left, right float64 // rates at the knot and at the next
	exposed     float64 // events expected since the knot up to the last
}

// NewVarying returns the events between two moments, in ns, of a rate in events per
// second that is asked for at knots.
func NewVarying(key sim.Key, rate func(ns int64) float64, knots time.Duration, from, to int64) *Varying {
	width := int64(knots)
	a := &Varying{rate: rate, knots: width, key: key, from: from, to: to, knot: from - from%width - width}
	a.right = rate(a.knot + width)
	a.enter()
	return a
}

func (a *Varying) enter() {
	a.knot += a.knots
	a.left, a.right = a.right, a.rate(a.knot+a.knots)
}

// Next returns the time of the next event, in ns, or false at the end.
func (a *Varying) Next() (int64, bool) {
	width := float64(a.knots) / 1e9
	for {
		a.exposed -= portable.Log(a.key.Float64(a.count))
		a.count++
		for whole := width * (a.left + a.right) / 2; a.exposed >= whole; whole = width * (a.left + a.right) / 2 {
			a.exposed -= whole
			a.enter()
			if a.knot >= a.to {
				return 0, false
			}
		}
		// The share x of the segment solves width (left x + slope x^2/2) = exposed.
		e, slope := a.exposed/width, a.right-a.left
		x := 2 * e / (a.left + math.Sqrt(max(0, float64(a.left*a.left)+float64(2*slope*e))))
		if at := a.knot + min(int64(x*float64(a.knots)), a.knots-1); at >= a.from {
			return at, at < a.to
		}
	}
}
