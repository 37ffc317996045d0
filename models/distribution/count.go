package distribution

import (
	"math"

	"failsim/sim/portable"
)

// PoissonCount is the quantile of a number of events of which so many are expected, if
// they are independent of each other. Beyond 700 it is the expansion of Cornish and
// Fisher to its first term, whose error is below a hundredth of the standard deviation.
func PoissonCount(mean, u float64) float64 {
	if mean <= 0 {
		return 0
	}
	if mean > 700 { // where e^-mean is no number any more
		z := portable.NormalQuantile(u)
		return max(0, math.Round(mean+float64(math.Sqrt(mean)*z)+float64((float64(z*z)-1)/6)))
	}
	n, p := 0.0, portable.Exp(-mean)
	for sum := p; sum < u && p > 0; sum += p {
		n++
		p = float64(p * (mean / n))
	}
	return n
}
