package maker

import (
	"math"

	"failsim/sim"
	"failsim/sim/portable"
)

// zipf draws ranks 1 to n with probabilities in proportion to k^-s, in constant
// memory: rejection-inversion (Hörmann and Derflinger 1996).
type zipf struct {
	n, s        float64
	first, last float64 // of the integral
	squeeze     float64
}

func newZipf(n int, s float64) *zipf {
	z := &zipf{n: float64(n), s: s}
	z.first = z.integral(1.5) - 1
	z.last = z.integral(z.n + 0.5)
	z.squeeze = 2 - z.inverse(z.integral(2.5)-portable.Pow(2, -s))
	return z
}

// draw returns a rank by the draws of a key.
func (z *zipf) draw(key sim.Key) int {
	for i := uint64(0); ; i++ {
		u := z.last + float64(key.Float64(i)*(z.first-z.last))
		x := z.inverse(u)
		k := max(1, min(z.n, math.Floor(x+0.5)))
		if k-x <= z.squeeze || u >= z.integral(k+0.5)-portable.Pow(k, -z.s) {
			return int(k)
		}
	}
}

// integral is that of x^-s, from 1 on.
func (z *zipf) integral(x float64) float64 {
	log := portable.Log(x)
	if y := (1 - z.s) * log; math.Abs(y) > 1e-8 {
		return portable.Expm1(y) / (1 - z.s)
	}
	return log
}

// inverse is that of integral.
func (z *zipf) inverse(u float64) float64 {
	if y := u * (1 - z.s); math.Abs(y) > 1e-8 {
		return portable.Exp(portable.Log1p(max(-1, y)) / (1 - z.s))
	}
	return portable.Exp(u)
}

// zipfSum returns the sum over ranks 1 to n of f: term by term up to 1,000,
// beyond by blocks of a hundredth of their rank, in whose middle f is taken.
func zipfSum(n int, f func(rank float64) float64) float64 {
	sum := 0.0
	for k := 1; k <= n; {
		size := 1
		if k > 1000 {
			size = min(k/100, n-k+1)
		}
		sum += float64(float64(size) * f(float64(k)+float64(float64(size-1)/2)))
		k += size
	}
	return sum
}
