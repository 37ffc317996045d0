package portable

import "math"

// StudentQuantile returns the p-quantile of Student's t with so many degrees of
// freedom, for p from 1/2 to 1: within 1e-14 (relative), of a million degrees 1e-11.
func StudentQuantile(freedom, p float64) float64 {
	if y := InvRegIncBeta(freedom/2, 0.5, 2*(1-p)); y < 0.5 {
		return math.Sqrt(freedom * (1 - y) / y)
	}
	x := InvRegIncBeta(0.5, freedom/2, float64(2*p)-1)
	return math.Sqrt(freedom * x / (1 - x))
}

// StudentSurvival returns the probability that Student's t is above a number.
func StudentSurvival(freedom, t float64) float64 {
	square := float64(t * t)
	tail := regIncBeta(freedom/2, 0.5, freedom/(freedom+square), square/(freedom+square)) / 2
	if t < 0 {
		return 1 - float64(tail)
	}
	return tail
}

// BinomialCDF returns the probability that of n trials, each of chance p, at most k succeed.
func BinomialCDF(n, p, k float64) float64 {
	k = math.Floor(k)
	switch {
	case k < 0:
		return 0
	case k >= n:
		return 1
	}
	return regIncBeta(n-k, k+1, 1-p, p)
}

// NormalCDF returns the probability that a standard normal number is at most x.
func NormalCDF(x float64) float64 { return Erfc(-x/math.Sqrt2) / 2 }
