package strategies

import "math"

// expMinus returns e to the power of -x for x of 0 or more, with an error of a
// few parts in 10^15. math.Exp has other last digits on processors that multiply
// and add in one step; this has the same on all.
func expMinus(x float64) float64 {
	if !(x < 700) {
		return 0
	}
	// e^-x is (e^-(x/2^n))^(2^n); for x/2^n up to 1/16, ten terms are exact.
	n := 0
	for x > 1./16 {
		x /= 2
		n++
	}
	sum := 1.0
	for k := 10; k > 0; k-- {
		sum = 1 - float64(x/float64(k)*sum)
	}
	for range n {
		sum = float64(sum * sum)
	}
	if math.IsNaN(sum) {
		return 0
	}
	return sum
}
