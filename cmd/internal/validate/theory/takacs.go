package theory

import (
	"failsim/sim/portable"
)

// Component alternates between exponential up times of mean Up and down times
// of mean Down, and starts up. Times are in one unit of the caller's.
type Component struct{ Up, Down float64 }

// Availability returns the share of time that it is up in the long run.
func (c Component) Availability() float64 { return c.Up / (c.Up + c.Down) }

// Unavailability returns one minus that, without its rounding.
func (c Component) Unavailability() float64 { return c.Down / (c.Up + c.Down) }

func (c Component) rate() float64 { return 1/c.Up + 1/c.Down }

// At returns the probability that it is up at t (Barlow and Proschan 1975).
func (c Component) At(t float64) float64 {
	return c.Availability() + float64(c.Unavailability()*portable.Exp(-c.rate()*t))
}

// MeanUntil returns the mean share of [0, t] that it is up.
func (c Component) MeanUntil(t float64) float64 {
	return c.Availability() - c.Unavailability()*portable.Expm1(-c.rate()*t)/(c.rate()*t)
}

// AsymptoticVariance returns the variance of that share for a long t:
// 2 l m/((l+m)^3 t), rates l of failure and m of repair.
func (c Component) AsymptoticVariance(t float64) float64 {
	l, m := 1/c.Up, 1/c.Down
	return 2 * l * m / (portable.Pow(l+m, 3) * t)
}

// DownAtMost returns the probability that it is down for at most x in [0, t]:
// the sum over n of P(n failures in t-x of up time) P(n repairs take at most
// x) (Takacs 1957).
func (c Component) DownAtMost(x, t float64) float64 {
	if x >= t {
		return 1
	}
	mean := (t - x) / c.Up
	sum, seen := 0.0, 0.0
	for n := 0; ; n++ {
		weight := portable.Exp(-mean + float64(float64(n)*portable.Log(mean)) - portable.LogGamma(float64(n)+1))
		seen += weight
		if n == 0 {
			sum += weight
		} else if x > 0 {
			sum += float64(weight * portable.GammaIncReg(float64(n), x/c.Down))
		}
		if float64(n) > mean && weight < 1e-18 {
			break
		}
	}
	return sum
}

// AvailabilityQuantile returns what the share of [0, t] that it is up falls
// short of with probability p.
func (c Component) AvailabilityQuantile(p, t float64) float64 {
	if c.DownAtMost(0, t) >= 1-p {
		return 1
	}
	down := root(func(x float64) float64 { return c.DownAtMost(x, t) - (1 - p) }, 0, c.Down)
	return 1 - down/t
}
