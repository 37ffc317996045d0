package portable

import "math"

// LogGamma returns the logarithm of the gamma function of x > 0.
func LogGamma(x float64) float64 {
	return float64((x-0.5)*Log(x)) - x + logRootTwoPi + beyondStirling(x)
}

// Gamma returns the gamma function of x > 0, within about 1e-14 (relative).
func Gamma(x float64) float64 {
	if x < 0 {
		return math.NaN()
	}
	down := 1.0
	for ; x < 16; x++ {
		down *= x
	}
	root := Pow(x, (x-0.5)/2) // its square could be infinite before it is divided
	return root * Exp(beyondStirling(x)-x) * root * rootTwoPi / down
}

const (
	rootTwoPi    = 2.50662827463100050241576528481104525301
	logRootTwoPi = 0.918938533204672741780329736405617639861
)

// beyondStirling is the logarithm of the gamma function of x less Stirling's
// (x-1/2) ln(x) - x + ln(2 pi)/2.
func beyondStirling(x float64) float64 {
	if x < 0 {
		return math.NaN()
	}
	sum := 0.0
	for ; x < 16; x++ {
		sum += float64((x+0.5)*Log1p(1/x)) - 1
	}
	y := 1 / (x * x)
	return sum + (1.0/12-float64(y*(1.0/360-float64(y*(1.0/1260-float64(y*(1.0/1680-float64(y*(1.0/1188-float64(y*691/360360))))))))))/x
}

// deviance is x ln(x/m) + m - x, which is small where off, x - m, is (Loader, Fast and
// Accurate Computation of Binomial Probabilities, 2000).
func deviance(x, m, off float64) float64 {
	if x == 0 {
		return m
	}
	if !(math.Abs(off) < 0.1*(x+m)) { // what is not a number, too
		return float64(x*Log(x/m)) - off
	}
	v := off / (x + m)
	sum, term := float64(off*v), 2*x*v
	for j := 3.0; ; j += 2 {
		term *= float64(v * v)
		next := sum + term/j
		if next == sum {
			return sum
		}
		sum = next
	}
}

// GammaIncReg returns the regularised lower incomplete gamma function, P(a, x): the
// probability that a Poisson number of mean x is at least a.
func GammaIncReg(a, x float64) float64 {
	if below(a, x) {
		return lowerGamma(a, x)
	}
	return 1 - upperGamma(a, x)
}

// GammaIncRegComp is 1 - GammaIncReg, right where that is small.
func GammaIncRegComp(a, x float64) float64 {
	if below(a, x) {
		return 1 - lowerGamma(a, x)
	}
	return upperGamma(a, x)
}

func below(a, x float64) bool { return x < a+1 }

// lowerGamma is the sum of x^n / (a+1)...(a+n), which falls fast where x is below a+1.
func lowerGamma(a, x float64) float64 {
	switch {
	case a < 0 || x != x:
		return math.NaN()
	case x <= 0:
		return 0
	}
	term, total := 1.0, 1.0
	for n := a + 1; term > total*1e-17; n++ {
		term = float64(term * (x / n))
		total += term
	}
	return poisson(a, x) * total
}

// upperGamma is Legendre's continued fraction, by Lentz's method as Thompson and
// Barnett have it (1986).
func upperGamma(a, x float64) float64 {
	switch {
	case a < 0:
		return math.NaN()
	case x > math.MaxFloat64:
		return 0
	}
	b := x + 1 - a
	c, d := math.Inf(1), 1/b
	h := d
	for i := 1.0; ; i++ {
		n := -i * (i - a)
		b += 2
		d = 1 / (float64(n*d) + b)
		c = b + n/c
		h *= float64(d * c)
		if !(math.Abs(float64(d*c)-1) >= 1e-16) { // what is not a number ends it, too
			return poisson(a, x) * a * h
		}
	}
}

// poisson is x^a e^-x / Gamma(a+1).
func poisson(a, x float64) float64 {
	return Exp(-beyondStirling(a)-deviance(a, x, a-x)) / math.Sqrt(a) / rootTwoPi
}
