package portable

import "math"

// RegIncBeta returns the regularised incomplete beta function I_x(a, b) of positive a
// and b: the probability that of a+b-1 trials, each of chance x, a succeed or more.
// Its relative error is about 1e-13.
func RegIncBeta(a, b, x float64) float64 { return regIncBeta(a, b, x, 1-x) }

// regIncBeta is RegIncBeta of x and 1-x, of which either may be small.
func regIncBeta(a, b, x, y float64) float64 {
	switch {
	case x <= 0:
		return 0
	case y <= 0:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - lowerBeta(b, a, y, x)
	}
	return lowerBeta(a, b, x, y)
}

// lowerBeta is the continued fraction of x below its mean (NIST Handbook 8.17.22), by
// Lentz's method.
func lowerBeta(a, b, x, y float64) float64 {
	const tiny = 1e-300
	held := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/held(1-(a+b)*x/(a+1))
	h := d
	for m := 1.0; m < 1e6; m++ {
		n := m * (b - m) * x / ((a + float64(2*m) - 1) * (a + float64(2*m)))
		d, c = 1/held(1+float64(n*d)), held(1+n/c)
		h *= float64(d * c)
		n = -(a + m) * (a + b + m) * x / ((a + float64(2*m)) * (a + float64(2*m) + 1))
		d, c = 1/held(1+float64(n*d)), held(1+n/c)
		h *= float64(d * c)
		if !(math.Abs(float64(d*c)-1) >= 3e-16) { // what is not a number ends it, too
			break
		}
	}
	return h * binomial(a, b, x, y) * b / (a + b)
}

// binomial is Gamma(a+b+1) / Gamma(a+1) / Gamma(b+1) times x^a y^b, after Loader.
func binomial(a, b, x, y float64) float64 {
	n := a + b
	off := float64(a*y) - float64(b*x) // of a from n x, without the digits that those lose
	return Exp(beyondStirling(n)-beyondStirling(a)-beyondStirling(b)-deviance(a, n*x, off)-deviance(b, n*y, -off)) *
		math.Sqrt(n/a/b) / rootTwoPi
}

// InvRegIncBeta returns the x of which RegIncBeta is p: Newton's steps between bounds,
// and where they do not halve what is between them, a half of it, in floating point's
// own measure.
func InvRegIncBeta(a, b, p float64) float64 {
	if p <= 0 || p >= 1 {
		return min(max(p, 0), 1)
	}
	low, high := 0.0, 1.0
	x := a / (a + b)
	if !(x < 1) || p != p { // of what is not a number, or endless
		return math.NaN()
	}
	for range 200 {
		missing := p - RegIncBeta(a, b, x)
		switch {
		case missing == 0:
			return x
		case missing > 0:
			low = x
		default:
			high = x
		}
		density := binomial(a, b, x, 1-x) * a * b / (a + b) / (x * (1 - x))
		next := x + missing/density
		if !(next > low && next < high) || math.Abs(next-x) > (high-low)/2 {
			next = between(low, high)
		}
		if math.Abs(next-x) <= 1e-16*x || next == low || next == high {
			return next
		}
		x = next
	}
	return x
}

// between returns the number half of all numbers away from either.
func between(low, high float64) float64 {
	a, b := math.Float64bits(low), math.Float64bits(high)
	return math.Float64frombits(a + (b-a)/2)
}
