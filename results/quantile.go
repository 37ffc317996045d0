package results

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// fewestForP99 is how many values it takes for an order statistic below and one
// above the 99th per cent with 95 % confidence.
const fewestForP99 = 368

// Quantiles are those of one value a replication, each with its interval, and
// only where there are enough values for one: 6 for the median, 72 for the
// 95th per cent, 368 for the 99th. A value of +Inf stands for one that is only
// known to be larger than all others: a recovery that the run did not see.
type Quantiles struct {
	P50     Number    `json:"p50"`
	P50CI95 *Interval `json:"p50_ci95"`
	P95     *Number   `json:"p95,omitempty"`
	P95CI95 *Interval `json:"p95_ci95,omitempty"`
	P99     *Number   `json:"p99,omitempty"`
	P99CI95 *Interval `json:"p99_ci95,omitempty"`
	N       int       `json:"n"`
	Method  Method    `json:"interval,omitempty"` // of all intervals that there are
}

// EstimateQuantiles computes them; NaN values stand for replications that have
// none. A median is printed of any number of values, without an interval if
// there are too few.
func EstimateQuantiles(values []float64) Quantiles {
	x := known(values)
	sort.Float64s(x)
	q := Quantiles{P50: Number(quantileOf(x, 0.5)), P50CI95: quantileInterval(x, 0.5), N: len(x)}
	if q.P50CI95 != nil {
		q.Method = Order
	}
	if ci := quantileInterval(x, 0.95); ci != nil {
		v := Number(quantileOf(x, 0.95))
		q.P95, q.P95CI95 = &v, ci
	}
	if ci := quantileInterval(x, 0.99); ci != nil {
		v := Number(quantileOf(x, 0.99))
		q.P99, q.P99CI95 = &v, ci
	}
	return q
}

// quantileOf interpolates between order statistics (Hyndman and Fan 1996,
// type 7, the default of R and NumPy). Sorted input; NaN of none.
func quantileOf(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return nan
	}
	h := p * float64(len(sorted)-1)
	i := int(h)
	if i+1 >= len(sorted) || h == float64(i) {
		return sorted[i]
	}
	return sorted[i] + (h-float64(i))*(sorted[i+1]-sorted[i])
}

// quantileInterval returns the order statistics of QuantileRanks.
func quantileInterval(sorted []float64, p float64) *Interval {
	low, high, ok := QuantileRanks(len(sorted), p)
	if !ok {
		return nil
	}
	return &Interval{Number(sorted[low-1]), Number(sorted[high-1])}
}

// QuantileRanks returns which of n sorted values, from 1, hold the p-quantile
// with at most 2.5 % beyond either end, whatever the distribution: the number of
// values below a quantile is binomial. Not ok if there are too few values.
func QuantileRanks(n int, p float64) (low, high int, ok bool) {
	if float64(n)*math.Log(p) > math.Log(0.025) || float64(n)*math.Log1p(-p) > math.Log(0.025) {
		return 0, 0, false
	}
	below := distuv.Binomial{N: float64(n), P: p}
	// The k-th smallest lies above the quantile with P(fewer than k below it).
	low = sort.Search(n, func(k int) bool { return below.CDF(float64(k)) > 0.025 })
	high = sort.Search(n, func(k int) bool { return below.CDF(float64(k)) >= 0.975 })
	return low, high + 1, true
}
