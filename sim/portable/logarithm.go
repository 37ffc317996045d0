package portable

import "math"

const (
	ln2High = 6.93147180369123816490e-01 // 32 bits of ln(2), so that its product with an exponent is exact
	ln2Low  = 1.90821492927058770002e-10

	// Of 2 atanh(s)/s, FreeBSD's e_log.c.
	l1 = 6.666666666666735130e-01
	l2 = 3.999999999940941908e-01
	l3 = 2.857142874366239149e-01
	l4 = 2.222219843214978396e-01
	l5 = 1.818357216161805012e-01
	l6 = 1.531383769920937332e-01
	l7 = 1.479819860511658591e-01
)

// Log returns the natural logarithm: FreeBSD's e_log.c (Sun Microsystems 1993; see
// NOTICE), as the standard library has it.
func Log(x float64) float64 {
	switch {
	case x != x || x > math.MaxFloat64:
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	m, k := halved(x)
	f := m - 1
	s := f / (2 + f)
	s2 := s * s
	s4 := s2 * s2
	t1 := s2 * (l1 + float64(s4*(l3+float64(s4*(l5+float64(s4*l7))))))
	t2 := s4 * (l2 + float64(s4*(l4+float64(s4*l6))))
	r := float64(t1) + float64(t2)
	half := 0.5 * f * f
	return float64(k*ln2High) - ((float64(half) - (float64(s*(float64(half)+r)) + float64(k*ln2Low))) - f)
}

// halved returns x > 0 as m times 2^k, with m from half the square root of 2 to the root.
func halved(x float64) (m, k float64) {
	m, exponent := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, exponent = 2*m, exponent-1
	}
	return m, float64(exponent)
}

// Log1p returns the logarithm of 1+x without the loss of digits near 0: FreeBSD's
// s_log1p.c (Sun Microsystems 1993; see NOTICE), as the standard library has it.
func Log1p(x float64) float64 {
	switch {
	case x < -1 || x != x:
		return math.NaN()
	case x == -1:
		return math.Inf(-1)
	case x > math.MaxFloat64:
		return x
	case math.Abs(x) < 1.0/(1<<54):
		return x
	case math.Abs(x) < 1.0/(1<<29):
		return x - float64(x*x*0.5)
	}
	k, f, lost := 0, x, 0.0 // 1+x is 2^k (1+f) and about lost
	bits := uint64(1)       // of f, 0 if it is less than 2^-20
	if x <= math.Sqrt2/2-1 || x >= math.Sqrt2-1 {
		k, f, lost, bits = split(x)
	}
	n, half := float64(k), 0.5*f*f
	if bits == 0 {
		if f == 0 {
			return float64(n*ln2High) + (lost + float64(n*ln2Low))
		}
		r := half * (1 - float64(0.66666666666666666*f))
		return float64(n*ln2High) - ((float64(r) - (float64(n*ln2Low) + lost)) - f)
	}
	s := f / (2 + f)
	z := s * s
	r := z * (l1 + float64(z*(l2+float64(z*(l3+float64(z*(l4+float64(z*(l5+float64(z*(l6+float64(z*l7))))))))))))
	if k == 0 {
		return f - (float64(half) - float64(s*(float64(half)+float64(r))))
	}
	return float64(n*ln2High) - ((float64(half) - (float64(s*(float64(half)+float64(r))) + (float64(n*ln2Low) + lost))) - f)
}

// split returns 1+x as 2^k times (1+f), and what the sum has lost of it.
func split(x float64) (k int, f, lost float64, bits uint64) {
	u := x
	if math.Abs(x) < 1<<53 {
		u = 1 + x
	}
	bits = math.Float64bits(u)
	k = int(bits>>52) - 1023
	switch {
	case math.Abs(x) >= 1<<53:
	case k > 0:
		lost = (1 - (u - x)) / u
	default:
		lost = (x - (u - 1)) / u
	}
	bits &= 1<<52 - 1
	if bits < 0x6a09e667f3bcd { // the root of 2
		return k, math.Float64frombits(bits|0x3ff<<52) - 1, lost, bits
	}
	return k + 1, math.Float64frombits(bits|0x3fe<<52) - 1, lost, (1<<52 - bits) >> 2
}
