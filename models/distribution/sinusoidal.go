package distribution

import (
	"math"

	"failsim/sim"
	"failsim/sim/portable"
)

// Sinusoidal is a Poisson process of the rate mean*(1+amplitude*cos(...)), which
// peaks at a phase of its period. Event k is where the rate's integral from the
// start reaches the sum of k+1 keyed exponentials of mean 1.
type Sinusoidal struct {
	Key       sim.Key
	Mean      float64 // events a nanosecond
	Amplitude float64 // from 0 to 1
	Period    float64 // nanoseconds
	Peak      float64 // nanoseconds after the origin
	Origin    sim.Time

	sum   float64 // of exponentials so far
	began bool
	base  float64 // the integral's constant
}

// Next implements Process.
func (s *Sinusoidal) Next(k uint64, last sim.Time) sim.Time {
	if !s.began {
		s.began = true
		s.base = s.integral(-float64(s.Origin))
	}
	s.sum -= portable.Log1p(-s.Key.Float64(k))
	low := float64(last - s.Origin)
	x := low
	if rate := s.rate(x); rate > 0.1*s.Mean {
		x += (s.sum - (s.integral(x) - s.base)) / rate
	}
	// The integral runs within amplitude*period/pi of the line, which bounds
	// the root; Newton's steps that leave the bounds are halved.
	line := s.sum/s.Mean - float64(s.Origin)
	slack := float64(s.Amplitude*s.Period/math.Pi) + 1
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
	return max(last, sim.Time(0).AddNanoseconds(x+float64(s.Origin)))
}

func (s *Sinusoidal) phase(t float64) float64 { return 2 * math.Pi * (t - s.Peak) / s.Period }

func (s *Sinusoidal) rate(t float64) float64 {
	return s.Mean * (1 + float64(s.Amplitude*portable.Cos(s.phase(t))))
}

func (s *Sinusoidal) integral(t float64) float64 {
	return s.Mean * (t + float64(s.Amplitude*s.Period/(2*math.Pi)*portable.Sin(s.phase(t))))
}
