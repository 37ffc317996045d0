package distribution

import (
	"fmt"
	"math"

	"failsim/sim/portable"
)

// Sizes is a distribution of whole numbers, by its name and mean.
type Sizes struct {
	Name string // fixed, poisson or geometric
	Mean float64
}

// mostMean keeps the inversion of Poisson sizes short and e^-mean above 0.
const mostMean = 500

// Check says what is wrong with the mean.
func (l Sizes) Check() error {
	if l.Name == "poisson" && l.Mean > mostMean {
		return fmt.Errorf("a Poisson size has a mean of at most %d", mostMean)
	}
	if l.Name == "geometric" && l.Mean < 1 {
		return fmt.Errorf("a geometric size is at least 1, and so is its mean")
	}
	return nil
}

// Quantile returns the size that is exceeded with probability 1-u at most.
func (l Sizes) Quantile(u float64) int {
	switch l.Name {
	case "poisson":
		return poissonQuantile(u, l.Mean)
	case "geometric":
		if l.Mean == 1 {
			return 1
		}
		return max(1, int(math.Ceil(portable.Log1p(-u)/portable.Log1p(-1/l.Mean))))
	}
	return int(l.Mean)
}

func poissonQuantile(u, mean float64) int {
	n, p := 0, portable.Exp(-mean)
	for sum := p; sum < u && p > 0; sum += p {
		n++
		p = float64(p * (mean / float64(n)))
	}
	return n
}
