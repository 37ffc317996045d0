package results

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"

	"failsim/sim"
)

const (
	resamples = 2000 // Efron and Tibshirani 1993, ch. 14, use as many for BCa
	// fewestForBootstrap: resamples of fewer values repeat each other too much
	// to show a tail (assumption).
	fewestForBootstrap = 8
)

// BootstrapBCa returns the bias-corrected and accelerated bootstrap interval
// (Efron 1987) of a statistic. Its draws are those of key, so that the same
// values have the same interval.
//
// Of few skewed values it holds the true mean less often than its level says,
// since the sample seldom shows the tail. Intervals of 95 % by 6,000 trials
// each (standard error 0.4 points): 91.3 % of 20 and 93.3 % of 40 exponential
// values; 87.8 % of 20 and 90.6 % of 40 lognormal ones with sigma 1.
func BootstrapBCa(x []float64, statistic func([]float64) float64, level float64, key sim.Key) (low, high float64) {
	n := len(x)
	whole := statistic(x)
	drawn := make([]float64, n)
	found := make([]float64, resamples)
	below := 0.0
	for b := range found {
		for i := range drawn {
			drawn[i] = x[key.IntN(uint64(b*n+i), n)]
		}
		found[b] = statistic(drawn)
		switch {
		case found[b] < whole:
			below++
		case found[b] == whole:
			below += 0.5
		}
	}
	sort.Float64s(found)
	// A share of 0 or 1 would make the bias infinite.
	bias := distuv.UnitNormal.Quantile(min(max(below, 0.5), resamples-0.5) / resamples)
	bend := acceleration(x, statistic)
	at := func(p float64) float64 {
		z := bias + distuv.UnitNormal.Quantile(p)
		adjusted := distuv.UnitNormal.CDF(bias + z/(1-bend*z))
		return found[min(int(adjusted*resamples), resamples-1)]
	}
	return at((1 - level) / 2), at((1 + level) / 2)
}

// acceleration is the jackknife estimate of how the statistic's standard
// error changes with its value.
func acceleration(x []float64, statistic func([]float64) float64) float64 {
	without := make([]float64, len(x)-1)
	left := make([]float64, len(x))
	for i := range x {
		copy(without, x[:i])
		copy(without[i:], x[i+1:])
		left[i] = statistic(without)
	}
	mean := average(left)
	m2, m3 := 0.0, 0.0
	for _, v := range left {
		d := mean - v
		m2 += d * d
		m3 += d * d * d
	}
	if m2 == 0 {
		return 0
	}
	return m3 / (6 * math.Pow(m2, 1.5))
}
