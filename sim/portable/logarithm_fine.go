package portable

import "math"

// Log10 returns the decimal logarithm, that of a power of ten exactly.
func Log10(x float64) float64 {
	if !(x > 0) || x > math.MaxFloat64 {
		return Log(x)
	}
	// 1/ln(10) and what is left of it.
	const high, low = 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57
	a, b := log(x)
	p, rest := product(a, high)
	return p + (rest + float64(a*low) + float64(b*high))
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
