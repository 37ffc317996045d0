package queue

import (
	"math"

	"failsim/sim"
)

// sinusoidal is Poisson arrivals at the rate mean*(1+amplitude*cos(...)),
// which peaks at a phase of its period. Arrival k is where the rate's integral
// from the start reaches the sum of k+1 keyed exponentials of mean 1.
type sinusoidal struct {
	key       sim.Key
	mean      float64 // arrivals a nanosecond
	amplitude float64 // from 0 to 1
	period    float64 // nanoseconds
	peak      float64 // nanoseconds after the origin
	origin    sim.Time
	sum       float64 // of exponentials so far
	began     bool
	base      float64 // the integral's constant
}

func (s *sinusoidal) next(k uint64, last sim.Time) sim.Time {
	if !s.began {
		s.began = true
		s.base = s.integral(-float64(s.origin))
	}
	s.sum -= math.Log1p(-s.key.Float64(k))
	low := float64(last - s.origin)
	x := low
	if rate := s.rate(x); rate > 0.1*s.mean {
		x += (s.sum - (s.integral(x) - s.base)) / rate
	}
	// The integral runs within amplitude*period/pi of the line, which bounds
	// the root; Newton's steps that leave the bounds are halved.
	line := s.sum/s.mean - float64(s.origin)
	slack := s.amplitude*s.period/math.Pi + 1
	low, high := max(low, line-slack), line+slack
	x = min(max(x, low), high)
	for range 100 {
		missing := s.sum - (s.integral(x) - s.base)
		if missing > 0 {
			low = x
		} else {
			high = x
		}
		step := (low + high) / 2
		if rate := s.rate(x); rate > 0 {
			if newton := x + missing/rate; newton > low && newton < high {
				step = newton
			}
		}
		if math.Abs(step-x) < 0.25 {
			break
		}
		x = step
	}
	return max(last, sim.Time(0).AddNanoseconds(x+float64(s.origin)))
}

func (s *sinusoidal) phase(t float64) float64 { return 2 * math.Pi * (t - s.peak) / s.period }

func (s *sinusoidal) rate(t float64) float64 {
	return s.mean * (1 + s.amplitude*math.Cos(s.phase(t)))
}

func (s *sinusoidal) integral(t float64) float64 {
	return s.mean * (t + s.amplitude*s.period/(2*math.Pi)*math.Sin(s.phase(t)))
}
