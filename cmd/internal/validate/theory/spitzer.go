package theory

import (
	"failsim/sim/portable"
)

// MeanBatchWorkload returns the mean work in seconds that a batch finds at a
// server when batches of Poisson size come once a second and each request
// takes a constant time: Spitzer's identity (1956) for the maximum of a random
// walk, E[V] = sum over n of E[(d N(n lambda) - n)^+]/n, where
// E[(N-k)^+] = m P(N>=k') - k P(N>k') term by term.
func MeanBatchWorkload(lambda, service float64) float64 {
	sum := 0.0
	for n := 1.0; n < 1e6; n++ {
		mean, limit := n*lambda, n/service
		k := 1.0 // the least number of requests above the limit
		if limit >= 1 {
			k += float64(int(limit + 1e-9))
		}
		// P(N>=j) = GammaIncReg(j, mean); E[N; N>=k] = mean P(N>=k-1).
		above := portable.GammaIncReg(k, mean)
		atLeast := 1.0
		if k > 1 {
			atLeast = portable.GammaIncReg(k-1, mean)
		}
		term := service * (float64(mean*atLeast) - float64(limit*above)) / n
		sum += term
		if n > 10 && term < 1e-13*sum || term < 1e-300 {
			break
		}
	}
	return sum
}
