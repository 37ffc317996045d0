package theory

import (
	"failsim/sim/portable"
)

// BirthDeath returns the stationary distribution of a chain on 0..n that moves up from
// k at up(k) and down at down(k), by detailed balance. Weights are scaled as
// they go, so that none overflows.
func BirthDeath(n int, up, down func(int) float64) []float64 {
	p := make([]float64, n+1)
	p[0] = 1
	sum := 1.0
	for k := 1; k <= n; k++ {
		p[k] = p[k-1] * up(k-1) / down(k)
		sum += p[k]
		if sum > 1e200 {
			for i := range k + 1 {
				p[i] /= sum
			}
			sum = 1
		}
	}
	sum = 0
	for _, x := range p {
		sum += x
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// Mean returns the mean of f over a distribution on 0..n.
func Mean(p []float64, f func(k int) float64) float64 {
	sum := 0.0
	for k := range p {
		sum += float64(p[k] * f(k))
	}
	return sum
}

// From returns the probability of k or more.
func From(p []float64, k int) float64 {
	sum := 0.0
	for i := len(p) - 1; i >= k; i-- {
		sum += p[i]
	}
	return sum
}

// HittingTime returns the mean time that a chain on 0..n needs from 0 to k:
// the time h(i) from i to i+1 is (1 + down(i) h(i-1))/up(i).
func HittingTime(k int, up, down func(int) float64) float64 {
	total, step := 0.0, 0.0
	for i := range k {
		if i == 0 {
			step = 1 / up(0)
		} else {
			step = (1 + float64(down(i)*step)) / up(i)
		}
		total += step
	}
	return total
}

// ErlangTail returns P(the sum of k exponential spans of a rate > t).
func ErlangTail(k int, rate, t float64) float64 {
	if t <= 0 {
		return 1
	}
	return portable.GammaIncRegComp(float64(k), rate*t)
}

// PoissonQuantile returns the smallest n with P(N <= n) >= p.
func PoissonQuantile(mean, p float64) int {
	n, term := 0, -mean
	sum := portable.Exp(term)
	for sum < p && n < 1<<30 {
		n++
		term += portable.Log(mean / float64(n))
		sum += portable.Exp(term)
	}
	return n
}
