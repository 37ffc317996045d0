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

// log returns the logarithm of a finite x > 0 as a sum of two numbers, right to
// about 2^-65: 2 atanh((m-1)/(m+1)) of x = m 2^k, whose first two terms are kept with
// what they lose.
func log(x float64) (high, low float64) {
	m, k := halved(x)
	above, below := m-1, m+1
	belowLow := m - (below - 1)
	z := above / below
	p, rest := product(z, below)
	zLow := (((above - p) - rest) - float64(z*belowLow)) / below

	square, squareLow := product(z, z)
	squareLow += float64(2 * z * zLow)
	cube, cubeLow := product(z, square)
	cubeLow += float64(z*squareLow) + float64(zLow*square)
	third := cube / 3
	p, rest = product(third, 3)
	thirdLow := (((cube - p) - rest) + cubeLow) / 3

	tail := 0.0
	for i := 23; i >= 5; i -= 2 {
		tail = float64(tail*square) + 1/float64(i)
	}
	tail *= cube * square

	s, e1 := sum(float64(2*z), float64(2*third))
	s, e2 := sum(float64(k*ln2High), s)
	return sum(s, e1+e2+float64(2*(zLow+thirdLow+float64(tail)))+float64(k*ln2Low))
}

// sum and product return the rounded result and what rounding took from it.
func sum(a, b float64) (s, rest float64) {
	s = a + b
	c := s - a
	return s, (a - (s - c)) + (b - c)
}

func product(a, b float64) (p, rest float64) {
	p = float64(a * b)
	return p, math.FMA(a, b, -p)
}
