package theory

import (
	"math"

	"failsim/sim/portable"
)

// AR1 is x(t) = phi x(t-1) + e with Var e = 1, started in its stationary distribution
// (Law and Kelton, Simulation Modeling and Analysis, chapter 9).
type AR1 struct{ Phi float64 }

// Variance returns that of one value.
func (a AR1) Variance() float64 { return 1 / (1 - float64(a.Phi*a.Phi)) }

// VarianceOfMean returns that of the mean of n values:
// (s/n)(1 + 2 sum over k<n of (1-k/n) phi^k), summed in closed form.
func (a AR1) VarianceOfMean(n float64) float64 {
	f := a.Phi
	return a.Variance() / n * ((1+f)/(1-f) - 2*f*(1-portable.Pow(f, n))/(n*(1-f)*(1-f)))
}

// CorrelationOfBatches returns that of the means of two batches of m values
// that follow each other.
func (a AR1) CorrelationOfBatches(m float64) float64 {
	f := a.Phi
	one := (1 - portable.Pow(f, m)) / (1 - f)
	return a.Variance() * f * one * one / (m * m) / a.VarianceOfMean(m)
}

// MSER5 returns where a series should be cut: batches of 5 (an incomplete last
// one is dropped), and the first d of the first half of them that minimises
// the sum of squares from d on over the square of their number (White 1997).
// index counts observations; mean is that of the batches kept.
func MSER5(series []float64) (index int, statistic, mean float64) {
	const size = 5
	batches := make([]float64, len(series)/size)
	for i := range batches {
		for _, x := range series[i*size : (i+1)*size] {
			batches[i] += float64(x / size)
		}
	}
	statistic = math.Inf(1)
	for d := 0; d <= len(batches)/2 && d < len(batches); d++ {
		kept := batches[d:]
		n := float64(len(kept))
		average, squares := 0.0, 0.0
		for _, y := range kept {
			average += y / n
		}
		for _, y := range kept {
			squares += float64((y - average) * (y - average))
		}
		if s := squares / (n * n); s < statistic {
			index, statistic, mean = d*size, s, average
		}
	}
	return index, statistic, mean
}
