package portable

import "math"

// Exp returns e^x, within 0.52 units in the last place.
func Exp(x float64) float64 { return exp(x, 0) }

const (
	// Beyond them e^x is infinite, or less than half the least number.
	mostExponent  = 709.782712893384
	leastExponent = -745.1332191019412

	// partHigh + partLow is ln(2)/64; partHigh has 36 bits, so that its product
	// with a whole number of up to 17 is exact.
	partHigh = 0x1.62e42fefap-7
	partLow  = 0x1.cf79abc9e3b3ap-46
	perPart  = 0x1.71547652b82fep+6 // 64/ln(2)
)

// exp returns e^(x+rest), where rest is less than half a unit in the last place of x.
// It is 2^(n/64) of a table times a polynomial, n the nearest whole number.
func exp(x, rest float64) float64 {
	switch {
	case x != x:
		return x
	case x > mostExponent:
		return math.Inf(1)
	case x < leastExponent:
		return 0
	}
	n := math.Floor(float64(x*perPart) + 0.5)
	r := (x - float64(n*partHigh)) - (float64(n*partLow) - rest)
	whole := int(n)
	power, part := whole>>6, &twoToParts[whole&(parts-1)]
	square := r * r
	p := r + float64(square*(0.5+float64(r*(1.0/6+float64(r*(1.0/24+float64(r*(1.0/120+float64(r*(1.0/720))))))))))
	y := part[0] + (part[1] + float64(part[0]*p))
	if power > -1022 && power < 1024 {
		return math.Float64frombits(math.Float64bits(y) + uint64(power)<<52)
	}
	return math.Ldexp(y, power)
}

// Expm1 returns e^x - 1 without the loss of digits near 0: FreeBSD's s_expm1.c
// (Sun Microsystems 1993; see NOTICE), as the standard library has it.
func Expm1(x float64) float64 {
	const (
		q1 = -3.33333333333331316428e-02
		q2 = 1.58730158725481460165e-03
		q3 = -7.93650757867487942473e-05
		q4 = 4.00821782732936239552e-06
		q5 = -2.01099218183624371326e-07
	)
	switch {
	case x != x || x > mostExponent:
		return x + math.Inf(1)
	case x <= -56*math.Ln2:
		return -1
	case math.Abs(x) < 1.0/(1<<54):
		return x
	}
	k, lost := 0.0, 0.0 // x is k ln(2) + what is left of x - lost
	if math.Abs(x) > 0.5*math.Ln2 {
		switch {
		case math.Abs(x) >= 1.5*math.Ln2:
			k = math.Trunc(float64(x/math.Ln2) + math.Copysign(0.5, x))
		default:
			k = math.Copysign(1, x)
		}
		high, low := x-float64(k*ln2High), float64(k*ln2Low)
		x = high - low
		lost = (high - x) - low
	}
	half := 0.5 * x
	h := float64(x * half)
	r := 1 + float64(h*(q1+float64(h*(q2+float64(h*(q3+float64(h*(q4+float64(h*q5)))))))))
	t := 3 - float64(r*half)
	e := float64(h * ((r - t) / (6 - float64(x*t))))
	if k == 0 {
		return x - (float64(x*e) - h)
	}
	e = (float64(x*(e-lost)) - lost) - h
	scale := func(y float64) float64 { return math.Float64frombits(math.Float64bits(y) + uint64(int64(k))<<52) }
	switch {
	case k == -1:
		return float64(0.5*(x-e)) - 0.5
	case k == 1 && x < -0.25:
		return -2 * (e - (x + 0.5))
	case k == 1:
		return 1 + float64(2*(x-e))
	case k == 1024:
		return 2 * math.Float64frombits(math.Float64bits(1-(e-x))+1023<<52)
	case k <= -2 || k > 56:
		return scale(1-(e-x)) - 1
	case k < 20:
		return scale((1 - math.Ldexp(1, -int(k))) - (e - x))
	}
	return scale((x - (e + math.Ldexp(1, -int(k)))) + 1)
}
