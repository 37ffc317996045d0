package portable

import "math"

// Cbrt returns the cubic root, within a unit in the last place: Halley's step from a
// guess that is a third of the exponent, until it stands, then one with the rest of
// the cube.
func Cbrt(x float64) float64 {
	if x == 0 || x != x || math.Abs(x) > math.MaxFloat64 {
		return x
	}
	m, exponent := math.Frexp(math.Abs(x))
	for exponent%3 != 0 {
		m, exponent = m/2, exponent+1
	}
	t := 0.5 + float64(m/2) // m is from 1/8 to 1
	for range 4 {
		cube := float64(t * t * t)
		t = t * (cube + float64(2*m)) / (float64(2*cube) + m)
	}
	square, rest := product(t, t)
	cube, cubeRest := product(square, t)
	t += (((m - cube) - cubeRest) - float64(rest*t)) / (3 * square)
	return math.Copysign(math.Ldexp(t, exponent/3), x)
}

// Hypot returns the square root of p²+q², which only overflows where the result does.
func Hypot(p, q float64) float64 {
	p, q = math.Abs(p), math.Abs(q)
	p, q = max(p, q), min(p, q)
	if p == 0 || p > math.MaxFloat64 {
		return p
	}
	q /= p
	return p * math.Sqrt(1+float64(q*q))
}
