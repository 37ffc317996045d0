package theory

import (
	"failsim/sim/portable"
)

// Zipf returns the probabilities of n objects of which number i is asked for
// in proportion to i^-alpha.
func Zipf(n int, alpha float64) []float64 {
	p := make([]float64, n)
	sum := 0.0
	for i := range p {
		p[i] = portable.Pow(float64(i+1), -alpha)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// Fill returns, for a cache that is empty and large enough for all, the
// probability that the request after n independent ones misses and how many
// objects it then holds: sums of p(1-p)^n and 1-(1-p)^n.
func Fill(p []float64, n float64) (miss, held float64) {
	for _, x := range p {
		missing := portable.Exp(n * portable.Log1p(-x))
		miss += float64(x * missing)
		held += 1 - missing
	}
	return miss, held
}
