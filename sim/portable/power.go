package portable

import "math"

// Pow returns x^y, within 0.53 units in the last place: e to y times the logarithm,
// which has twice the digits of a float64. What a float64 holds exactly comes out
// exactly. Special cases are those of math.Pow.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x != x || y != y:
		return math.NaN()
	}
	z := power(math.Abs(x), y)
	if !math.Signbit(x) {
		return z
	}
	switch whole := math.Floor(y) == y; {
	case !whole && x != 0 && x >= -math.MaxFloat64:
		return math.NaN()
	case whole && math.Abs(math.Mod(y, 2)) == 1: // of an infinite y it is no number
		return -z
	}
	return z
}

// power is Pow of x from 0 on.
func power(x, y float64) float64 {
	switch {
	case x == 1:
		return 1
	case x == 0 || x > math.MaxFloat64 || math.Abs(y) > math.MaxFloat64:
		if (x < 1) == (y > 0) {
			return 0
		}
		return math.Inf(1)
	case y == 0.5:
		return math.Sqrt(x)
	}
	high, low := log(x)
	p, rest := product(y, high)
	return exp(p, rest+float64(y*low))
}
